"""The words with which staff tell the bot what to do, as `normalise` leaves them."""

from __future__ import annotations

POLITE = """
tolong mohon minta dong bot penghubung bantu coba ingin pak bu min ya deh lagi juga agar supaya
assalamualaikum selamat pagi siang sore malam maaf halo permisi bisa izin silakan
"""

TELL = """
umumkan diumumkan umumin broadcast siarkan sebarkan sebarin share sampaikan disampaikan sampein
infokan infoin informasi informasikan beritahu beritahukan diberitahukan memberitahukan kabar
kabari kabarkan kabarin ingatkan diingatkan ingetin ingatin kirim teruskan bagi bagikan pengumuman
pemberitahuan edarkan bilang forward blast wa tahu kasih pesan sampaiin umumin kasihtau wara
"""

TO_WHOM = """
ke kepada untuk di dalam pada lewat semua seluruh segenap para pak bu ibu ayah wali murid orang
tua grup group kelas kita saya sini kami sekolah sd mi smp yth kalau bahwa soal tentang mengenai
yang nya wamur peserta didik warga keluarga besar penting mama papa siswa bapak terhormat
"""

NOTE = """
tulis catat catatan tulis tuliskan buku penghubung laporan lapor masuk input note nama si anak
hari ini perilaku sikap kognitif afektif psikomotor psikomotorik ibadah kesehatan perkembangan
entri khusus dari buat kirimkan info ibu ayah mama papa akademik nenek bulik masukkan emosi
karakter akhlak
"""

REPORT = """
tolong input masuk masukkan catat catatan lapor laporan hasil dari home visit hv hvisit homevisit
kunjungan kunjung kunjungi dikunjungi berkunjung mengunjungi berita acara ke rumah anak sudah
selesai terlaksana saya tadi malam sore siang pagi kemarin sowan silaturahmi alhamdulillah setelah
baru pulang dan bu pak orang tua wali di resume ringkasan keluarga tempat datangi datang barusan
main mampir beres lancar dokumentasi dengan bertemu tanggal update kediaman silaturahim
dilaksanakan kelar melakukan
"""

HOMEWORK = """
tulis tolong mohon bot penghubung catat kirim kasih beri buat informasi ada jangan lupa anak kelas
kerja untuk umumkan share dan ya murid semua bagi ingatkan sampaikan orang tua wali pr tugas
pekerjaan rumah kelompok individu harian assalamualaikum selamat pagi siang sore malam pak bu ke
nak kabari hari ini anak-anak bunda ayah halo mandiri pengumuman info kepada proyek projek
"""
