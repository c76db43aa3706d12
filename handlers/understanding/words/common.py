"""Ordinary words that belong to no group, listed so that slips near them are not misread."""

COMMON = """
akan atau agar juga lagi masih hanya saja lebih kurang sangat banyak sedikit beberapa setiap tiap
mereka kami kita beliau kamu anda dia ia nya sendiri semua hal cara waktu saat ketika selama sekitar
sejak sampai hingga antara dalam luar atas bawah depan belakang samping dekat jauh kiri kanan tengah
pergi datang pulang tidur makan minum mandi main bermain belajar mengajar membantu bantu kerja bekerja
rumah kamar kelas ruang ruangan sekolah kantor toko pasar masjid mushola musala gereja pura jalan
lapangan aula perpustakaan perpus laboratorium kantin gerbang parkiran pendopo gedung halaman serambi
buku pensil pulpen tas sepatu baju celana rok jaket topi botol bekal air nasi roti kue susu uang
hari minggu bulan tahun pagi siang sore malam jam menit detik tanggal besok lusa kemarin tadi nanti
senin selasa rabu kamis jumat sabtu ahad januari februari maret april mei juni juli agustus september
oktober november desember satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas
puluh ratus ribu juta setengah seperempat lewat kurang lebih pertama kedua ketiga keempat kelima
besar kecil panjang pendek tinggi rendah baru lama tua muda baik buruk bagus jelek cantik enak senang
sedih marah takut malu lapar haus capek ngantuk rajin malas pintar bodoh cepat lambat mudah sulit susah
teman sahabat tetangga keluarga saudara kakak adik paman bibi nenek kakek ayah ibu anak suami istri
terlihat kelihatan ternyata memang sudah belum pernah selalu sering kadang jarang biasa biasanya
kira tolong silahkan silakan permisi maaf terima kasih sama siap baik iya tidak bukan jangan
perlu harus wajib boleh bisa dapat mau ingin suka cinta benci percaya yakin ragu bingung tahu kenal
masuk keluar naik turun buka tutup ambil taruh simpan cari temu hilang tinggal pindah ganti ubah
kirim terima kasih beri bawa pakai buat bikin beli jual bayar pinjam kembali lanjut berhenti mulai
lihat dengar baca tulis bicara bilang tanya jawab cerita panggil suruh minta ajak undang
foto video gambar suara pesan kabar surat nomor telepon internet sinyal kuota listrik lampu mati
sepeda motor mobil angkot bus kereta pesawat macet hujan banjir panas dingin
grup ortu ongkos sehat mari tetap ingatkan biasanya setiap bias les
adalah karena sehingga supaya meskipun walaupun tetapi namun sedangkan serta maupun bahwa yaitu yakni
hormat salam demikian perhatian perhatiannya dengan ucapkan sampaikan memberitahukan bertanda tangan
nama alamat kelas keterangan perihal kepada tempat yth dikarenakan sehubungan
kelakuan sikap nilai tugas ulangan ujian pelajaran materi soal jawaban halaman bab
sekarang kapan dimana siapa apa mengapa bagaimana berapa mana kenapa
kenaikan semester ganjil genap tengah akhir awal
dibawa dipakai dijemput diantar dikasih dikirim diminta ditanya ditunggu disuruh
tadi lalu kemudian akhirnya langsung segera sebentar dulu nanti
lepas bapak guru murid kepala wali komite
"""
