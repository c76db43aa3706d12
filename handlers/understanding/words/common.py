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
tadi lalu kemudian akhirnya langsung segera sebentar dulu nanti
lepas bapak guru murid kepala wali komite
adzan agak agenda ajukan akademik akrab alaikum alasan alat alkitab allah aman angek anggota angka
angklung antre antri antusias anyam arahan asal ashar asmaul asrama asyik atletik atribut atur
aturan awasi azan babaturanna baco badan badannyo bade badminton bahagia bahan bahannya bakti
balai bangku bangun bangunnya banjar bapak barang baris barusan basket batas batasnya bayi bedrest
bejakeun bekas belanja benda benjol bentrok berangkat beras berat berbohong bercanda berdarah
berdoa berebut berkata bermain berpisah bersih better biasa bimbingannya bioskop bising bismillah
bisuak blast bocahe bocor bohlam bohong bola bolpen bonus borong bosan brosur buah buddha buka
bukti bulat bulutangkis bumina bunga buntu buru buruh burung bus cabang cacat cadangan cair cakap
calikna calistung calistungnya camilan campur cantik canva caronyo cegak cek celuk cemas cemberut
cepat ceria cermin cicil cincin coklat come contoh contohnya coret cuaca cuci cukup cuti daftar
daging dalih damai damang dampingi danau dapur dasar data daun deadline dekor deras deres dewan
dhuha diajarkan diam diantos diaos dibebaskan dibimbing dicameehan dicarekan dicek didampingi
didik diijinkan dikerjakaken diketik dikit dilaksanakan dilengkapi dimaklumi dipahami diperhatikan
diplester dipun dirapikan diri disiplin disobek ditegur ditertibkan ditindak diwarnai doing
dokumen dompet donat dong dorong drumband duduk duduknya duka dunia durasi dzikir dzuhur edaran
ejek email emosi emosional enteng esai exercise falaq fasilitas formal format fotokopi full futsal
gaduh galon game ganda garis gejala gelap gelas gembira gembok gerak gigit gitar gizi gladi godang
good goreng gotong griyanipun gudang gugup guling gunting gunung halus hampir handuk harap hasil
hati hatur hebat helm hemat hewan hias hidup hilir hindu hitam home hujan huruf husna ibadah ide
ijazah ijinnya ikan ikat ikhlas ilang imam imbau indah individu infak ingat intensif inti jaga
jahat jahil jaja jajan jalur jamaah janji janten jari jarum jatah jawab jelas jemari jembatan
jepit jernih jilid jongkok juara jujur juri kabur kaca kacang kacau kado kain kaki kali kambuh
kangen kantin kantong kapal kapur karate kardus kariaan kartu karya kasar kasur kasus kata
katingali katsiran kawannyo kawasan kayu kebersihan kecamatan kedah kegiatan kejedot kelapa
kelenturan kelompok kelompoknya keluh keluhan kemas kempes kena kepala kerajaan keran kerendam
kering keringanan keringat kertas kertasnya keseimbangan ketua keur khairan khusus kilat kipas
kode kolam kolase kolot komik komplit kompor kondisi konsep kontak kontrakan koordinasi koperasi
koran korban kosakata kosong kota kotak kotor krayon kucingnya kue kuku kulit kumpul kunci kuning
kupon kurikulum kurru kursi kursus kutu laboratorium laci ladang lagu lain lambat lampu lanjut
lantai laporan lari larinya laut layanan layar lebah lebar lebaran lecet lele lemari lembar lembur
lempar lengan lengkap lepas letak libat licin lidah lilin link lipat lokasi lolos lomba lombok
lompat luar luas lucu lukis lulus lumpur lupa lututnya macam mading maghrib mahal maju maket makna
maksa maksudnya malu mandi manja mantap manusia marching masak masalah maskot materi medali meja
melamun melipat melukis memahami membantah membuang memegang memukul menang mencontek mencuri
mendadak mendampingi mendorong menempel menendang mengamati mengejek mengeluh menggigit
menggunting mengikat menjahit menolak menular merokok meronce mewah minat minder misa mobil modal
modul morning motivasi motorik muat mukena mukul mulut murah mushalla musim mutu naba nada nahan
napas nasehati nasi nataru nebulizer ngabul ngangge nganjang ngobrolkeun ngompol nikah nilai
ninina nonmuslim nyambut nyapu nyata nyicil nyontek obat obrol ojek ojeknya olah olimpiade omong
ondang ongkir optik orang organ origami pabrik pada padahal padat page pajak pakdhenipun paket
paksa paling paman panas panen panggung panitia panjenengan pantai papan parah parkir pasang pasar
pasti patuh paud payah payung pecahan pedas pede peduli pekan pelajarnya pelan pelatih pelayanan
pelita pemanasan pemandangan pembina pendamping pengangguran penggunaan pengumpulan pengurangan
penjaga pentas penting penuh perak perang perasaan perhatikan perkara perkelahian perlengkapan
perpisahan persen pertahankan pertandingan pesantren peta piala pianika piket pilih pilihan pindah
pintu pipis pisah pisang pisau pita plastik plester pohon pojok pola polisi pompa populer porsi
poster potong ppdb praktek praktik prasida prestasi pribadi prnya profil program properti puas
puasa pucat puisi pulau pulpen puncak punggungnya punya pusat putih racun rada radi ramah ramai
rambu rambut rambutnya rangka rangkum rapat rapi rasa rata ratus rawan rebut rebutan refleksi
rekening rencana rencange rendang repot resep resiko resmi retret rewel rindu ringan riyin robek
roda rokok rombongan royong rugi rukun rumput rumus runding rusak rutin sabar sabun sadari saing
saketek salam salin sampah samping sampul sandal sangat sanggup santai santukan santun saptu sapu
saran sarana sarapan sareng sari sarujuk sarung satpam satuan sawah sayang sayur seafood sebab
sebangku sebutkan sedia segar segitu sejarah selain selatan seleksi selokan sembahyang sembako
sembarangan sempat sempit semut sendal sending sendok senen sengaja senggang sensitif sepak sepi
sept sepuh sepuhipun serentak seri sertifikat sewu shalat sholat sholatnya siaran sibuk sifat
sikat silat simpan singgah singkat sini sisa sisir situasi slesai solat solo sopan sosial soto
spidol status stres subuh sudut sukses sulap suling sumange sumber sumur sungai surat suspect
susun swastyastu syarat tadarus taekwondo tahan tahap tajwid takut talambek tali taman tambah
tambahan tampil tamu tanah tanam tangan tangga tanggap tanggung tangkap tantrum target tarimo
taruh tas tata tawar tebak tebal tegur teks telaga telinga teliti telur temanya temennya tempel
tenaga tenang tenda tendang tepat tepi terang terbalik terbit teriak terjadi tersendat tertawa
tertib terus tetangga tetap tetep tilawah tim timbang time tinta tipis titik titip tiyang toilet
tokoh tonton topeng topik traffic transport tua tugu tukang tukar tulang tumbler tumbuh tumbuhan
tumpah tumut tunai tuntas turut tutor tuwane ujung ukur ukuran ulang ulat umum umur undi untung
upah upaya upload uraian urus urut usaha usia usil usul utama utara voli wajah wajib waktu warga
warna wartosaken warung waspada wilayah wokeh wong wudhu wudhunya wudu yatim zaman zoom
"""
