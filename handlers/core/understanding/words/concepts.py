"""Groups of words that do the same work in a sentence.

A line reads "GROUP: words", each word as `normalise` leaves it or as its root. The groups are what
the rules and the model look at, so a word added here is understood without training again.
"""

from __future__ import annotations

CONCEPTS = """
NOT: tidak belum jangan bukan tanpa tak
SICK: sakit demam panas batuk pilek muntah mual diare pusing radang tipes tifus typus dbd cacar
SICK: campak gondong gondongan opname infus cedera keseleo terkilir patah luka bengkak alergi
SICK: gatal biduran asma sesak lemas kecapekan kecapean kelelahan haid nyeri igd operasi berobat
SICK: terapi bisul sariawan mimisan meler bersin belekan migrain vertigo maag amandel tbc flek
SICK: covid isolasi isoman karantina ispa bintik ruam kejang pingsan dirawat lebam memar
SICK: kecelakaan tabrakan ketabrak thypus thypoid typhoid tifoid cikungunya chikungunya malaria
SICK: bronkitis hepatitis infeksi rubella sunat_sakit herpes impetigo gastritis lambung
SICK: asam_lambung keracunan menstruasi kram eksim drop fit tumbang jatuh terjatuh kejepit cold
SICK: terpeleset disengat digigit kemo ambruk menggigil mules perut suhu kudis scabies batpil
SICK: enakbadan masukangin gabagen kompres paracetamol parasetamol bapil serak tenggorokan
SICK: amandelnya sinus trombosit
CARE: dokter puskesmas rs rsud klinik bidan kontrol periksa berobat ugd vaksin imunisasi suntik
CARE: cabut_gigi tambal_gigi obat lab rontgen surat_dokter terapis fisioterapi rumahsakit dirujuk rujuk cek
EVENT: acara nikah nikahan aqiqah akikah khitan khitanan sunat sunatan umroh umrah haji takziah
EVENT: melayat layat lamaran wisuda odalan upacara_adat ngaben galungan kuningan natal paskah
EVENT: ibadah mudik pulkam kampung kepentingan keperluan urusan lomba turnamen pengadilan sidang
EVENT: paspor ziarah wisata liburan piknik keluarga berduka meninggal pemakaman haul 7harian
EVENT: tahlil lahiran melahirkan bandara stasiun jenguk menjenguk rombongan pindahan sodara
EVENT: saudara adat martumpol mangadati kematian duka ngelayat piodalan ngunya otonan metatah
EVENT: potong_gigi banjir longsor mogok gempa angin puting_beliung acara2 pesta sepupu samsat
EVENT: imigrasi manasik
ATTEND: masuk sekolah hadir berangkat ikut belajar mengikuti datang
ABSENT: absen libur off bolos berhalangan alpa alpha skip cuti istirahat
LEAVE: izin
BACK: sembuh baikan mendingan membaik pulih sehat turun enakan segar normal
CANCEL: batal cancel ralat ditunda diundur tunda undur koreksi batalkan dibatalkan batalin urung
CANCEL: jadi_masuk keliru salah dicabut cabut abaikan
LATE: telat macet bocor mogok menyusul nyusul terjebak kejebak putus ngadat
PICKUP: jemput
HOMEWARD: pulang
EARLY: awal duluan cepat lebih_awal mendahului
READ: baca simak
SIGN: paraf tandatangan ttd ditandatangani tanda tangan teken diparaf menandatangani tangani
AGREE: setuju sepakat mengizinkan izinkan sependapat diizinkan dukung mendukung bersedia
YES: ya oke baik siap betul benar noted boleh tentu pasti silakan yakin sepakat copy catat
HOPE: insyaallah
MAYBE: usahakan diusahakan mungkin semoga lihat kayaknya sepertinya kemungkinan belum_tahu
MAYBE: belum_pasti kabari tergantung dilihat coba cobain jadwal
DELEGATE: wakil diwakilkan diwakili wakilkan mewakili diwakilin wakilin gantikan digantikan
DELEGATE: menggantikan ganti perwakilan
THANKS: terima_kasih
GREET: assalamualaikum waalaikumsalam pagi siang sore malam selamat halo hallo hai shalom
GREET: swastiastu om permisi horas sampurasun syalom salam namo buddhaya hi hello wr wb
GREET: warahmatullahi wabarakatuh wrwb met tabe mejuah menjuah rahayu kulonuwun kulo_nuwun pagii
GREET: sugeng enjang wilujeng dalu
ADDRESS: bu pak guru wali kelas bapak yth
HOMEWORK: pr tugas latihan soal lks pekerjaan garapan hafalan menghafal hafalkan hafal kliping
HOMEWORK: ulangan prakarya project proyek karangan resume portofolio remedial_tugas
WORK: kerja setor kumpul salin hafal gambar mewarnai garap
DONE: selesai sudah setor
WHICH: halaman hal nomor berapa bab ayat surat
QUESTION: apa kapan bagaimana berapa kenapa siapa mana apakah kah dimana gimana bener
ASK: tanya informasi kabar penjelasan
GRADE: nilai rapor rapot raport ranking peringkat kkm remedial remidi remed uts uas pts pas
GRADE: ulangan skor merah rerata
PROGRESS: perkembangan kemajuan progres progress sikap kelakuan perilaku tingkah laku akhlak
PROGRESS: konsentrasi lancar fokus ngeja mengeja prestasi kemampuan pemahaman aktif pendiam
PROGRESS: bergaul sosialisasi
SCHEDULE: jadwal seragam libur upacara pramuka olahraga renang ekskul ekstrakurikuler outing
SCHEDULE: kegiatan kalender bagi pembagian ujian pas pts anbk tryout study tour berenang senam
SCHEDULE: pulang masuk jam topi dasi batik kaos bekal karyawisata kemah persami class_meeting
SCHEDULE: classmeeting pensi
CLOTHES: seragam baju batik kaos pramuka muslim olahraga putih merah topi dasi sepatu
BRING: bawa
TALK: bertemu konsultasi konsul konseling menghadap ngadep bicara bilang diskusi curhat sharing
TALK: janjian janji ketemuan telepon telpon telponan telfon nelpon vc waktu sowan arahan call
TALK: telpun
ABOUT: soal tentang mengenai masalah perihal ttg tentng bahas membahas terkait menyangkut perkara
ABOUT: perkawis ngebahas dibahas pembahasan hal
OUT: stop berhenti unsubscribe keluar hapus matikan dimatikan nonaktifkan berhentikan unsub
OUT: hentikan coret dicoret lepas dikeluarkan keluarkan copot nonaktif dihapus batal_langganan
OUT: dihentikan stopkan mute blokir unreg off_notif stopin
IN: daftar mulai aktifkan start gabung join subscribe daftarkan didaftarkan ikut aktif nyalakan
IN: hidupkan didaftarin daftarin masukkan dimasukkan tambahkan ditambahkan terdaftar mendaftar
MESSAGES: pesan notif notifikasi wa info informasi langganan nomor broadcast sms kirim chat bot
MESSAGES: sistem
SPAM: ganggu terganggu spam bosan risih berisik annoying mengganggu
HELP: bantuan help menu panduan petunjuk cara fitur fungsi perintah tutorial ngapain robot bot
PAY: bayar spp kas infaq iuran transfer tabungan uang rb ribu cicilan lunasin angsuran tf rekening
PAY: biaya tagihan tunggakan kwitansi donasi sumbangan beasiswa kip pip
COMPLAINT: keberatan protes tidak_terima komplain dibully bully bullying dipukul didorong dihukum
COMPLAINT: dijambak diejek diganggu dipalak dicubit ditonjok malak diolok dikucilkan nakal
COMPLAINT: dijahili kecewa ditampar dibentak dimusuhi ditendang dilempar diledek dikatain digigit
COMPLAINT: dicakar
REQUEST: tolong mohon minta titip harap dibantu bantu ingatkan diingatkan diawasi dipantau
CHILD: anak putra putri siswa murid
BOTH: dua duanya berdua semua kedua keduanya bertiga ketiganya
PARENTS: orang_tua orang wali ayah ibu
VISIT: kunjungan berkunjung visit kunjungi dikunjungi mengunjungi silaturahmi silaturahim bertamu
VISIT: nengok datangi didatangi jenguk mampir hv homevisit kerumah main sambang nyambangi
VISIT: bertandang sowan
HOUSE: rumah tempat kediaman alamat
RESULT: hasil laporan catatan berita terlaksana ternyata selesai sudah tadi
SUMMON: panggil panggilan surat pemanggilan dipanggil memanggil menghadap sp sp1 sp2 menemui
SUMMON: dimohon diminta hadirkan datangkan suruh
MEETING: rapat pomg komite pertemuan kumpul paguyuban parenting undangan undang agendakan
MEETING: musyawarah sosialisasi pengambilan rapor rapot raport pleno temu mengundang
ANNOUNCE: umumkan pengumuman broadcast siarkan sebarkan share sampaikan informasikan beritahukan
ANNOUNCE: kabari beritahu infokan kasih_tahu edarkan bagikan teruskan ingatkan disampaikan
ANNOUNCE: diberitahukan memberitahukan diumumkan wara umumin info kabarkan
EVERYONE: semua seluruh segenap wali orang_tua ayah bunda mama papa anak2
MISSING: sakit izin alpa alpha absen bolos nihil hadir tanpa_keterangan mangkir
RECAP: rekap laporan daftar list siapa berapa data cek jumlah lihat tampilkan
UNREAD: belum sisa
CONFIRM: konfirmasi jawab balas respon respons tanggapan merespon membalas menjawab ack
BOOK: buku penghubung catat tulis catatan
PRAISE: hebat bagus pinter alhamdulillah selamat berani meningkat semangat rajin mandiri
CHANGE: ubah ganti betulkan dibetulkan koreksi revisi perbaiki edit update
SELL: jual jualan ready stok order pesan_antar promo minat frozen cod harga pre_order po diskon
WISH: semoga aamiin amin syafakillah syafakallah lekas cepat ulang_tahun milad duka cita turut
WISH: innalillahi selamat barakallah husnul khotimah congrats yra
BEHALF: titip
VOICE: suara voice note vn rekaman pesan_suara
NUMBERS: nomor hp
HEALTHNEED: alergi minus obat kacamata trauma
LOST: ketinggalan hilang kehilangan nemu menemukan tertukar ketuker
"""
