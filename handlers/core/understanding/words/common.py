"""Ordinary words that belong to no group, listed so that slips near them are not misread."""

COMMON = """
adalah adik adzan agak agar agenda agustus ahad air ajak ajukan akademik akan akhir akhirnya akrab
alaikum alamat alasan alat alkitab allah aman ambil anak anda angek anggota angka angklung angkot
antara antre antri antusias anyam apa april arahan asal ashar asmaul asrama asyik atas atau
atletik atribut atur aturan aula awal awasi ayah azan bab babaturanna baca baco badan badannyo
bade badminton bagaimana bagus bahagia bahan bahannya bahwa baik baju bakti balai bangku bangun
bangunnya banjar banjir bantu banyak bapak barang baris baru barusan basket batas batasnya bawa
bawah bayar bayi beberapa bedrest bejakeun bekal bekas bekerja belajar belakang belanja belas beli
beliau belum benci benda benjol bentrok berangkat berapa beras berat berbohong bercanda berdarah
berdoa berebut berhenti beri berkata bermain berpisah bersih bertanda besar besok better bias
biasa biasanya bibi bicara bikin bilang bimbingannya bingung bioskop bisa bising bismillah bisuak
blast bocahe bocor bodoh bohlam bohong bola boleh bolpen bonus borong bosan botol brosur buah buat
buddha buka bukan bukti buku bulan bulat bulutangkis bumina bunga buntu buru buruh buruk burung
bus cabang cacat cadangan cair cakap calikna calistung calistungnya camilan campur cantik canva
capek cara cari caronyo cegak cek celana celuk cemas cemberut cepat ceria cerita cermin cicil
cincin cinta coklat come contoh contohnya coret cuaca cuci cukup cuti daftar daging dalam dalih
damai damang dampingi danau dapat dapur dasar data datang daun deadline dekat dekor delapan
demikian dengan dengar depan deras deres desember detik dewan dhuha dia diajarkan diam diantos
diaos dibebaskan dibimbing dicameehan dicarekan dicek didampingi didik diijinkan dikarenakan
dikerjakaken diketik dikit dilaksanakan dilengkapi dimaklumi dimana dingin dipahami diperhatikan
diplester dipun dirapikan diri disiplin disobek ditegur ditertibkan ditindak diwarnai doing
dokumen dompet donat dong dorong drumband dua duduk duduknya duka dulu dunia durasi dzikir dzuhur
edaran ejek email emosi emosional empat enak enam enteng esai exercise falaq fasilitas februari
formal format foto fotokopi full futsal gaduh galon gambar game ganda ganjil ganti garis gedung
gejala gelap gelas gembira gembok genap gerak gerbang gereja gigit gitar gizi gladi godang good
goreng gotong griyanipun grup gudang gugup guling gunting gunung guru hal halaman halus hampir
handuk hanya harap hari harus hasil hati hatur haus hebat helm hemat hewan hias hidup hilang hilir
hindu hingga hitam home hormat hujan huruf husna ia ibadah ibu ide ijazah ijinnya ikan ikat ikhlas
ilang imam imbau indah individu infak ingat ingatkan ingin intensif internet inti istri iya jaga
jahat jahil jaja jajan jaket jalan jalur jam jamaah jangan janji janten januari jarang jari jarum
jatah jauh jawab jawaban jelas jelek jemari jembatan jepit jernih jilid jongkok jual juara juga
jujur juli jumat juni juri juta kabar kabur kaca kacang kacau kadang kado kain kakak kakek kaki
kali kamar kambuh kami kamis kamu kanan kangen kantin kantong kantor kapal kapan kapur karate
kardus karena kariaan kartu karya kasar kasih kasur kasus kata katingali katsiran kawannyo kawasan
kayu kebersihan kecamatan kecil kedah kedua keempat kegiatan kejedot kelakuan kelapa kelas
kelenturan kelihatan kelima kelompok kelompoknya keluar keluarga keluh keluhan kemarin kemas
kembali kempes kemudian kena kenaikan kenal kenapa kepada kepala kerajaan keran kerendam kereta
kering keringanan keringat kerja kertas kertasnya keseimbangan keterangan ketiga ketika ketua keur
khairan khusus kilat kipas kira kiri kirim kita kode kolam kolase kolot komik komite komplit
kompor kondisi konsep kontak kontrakan koordinasi koperasi koran korban kosakata kosong kota kotak
kotor krayon kucingnya kue kuku kulit kumpul kunci kuning kuota kupon kurang kurikulum kurru kursi
kursus kutu laboratorium laci ladang lagi lagu lain lalu lama lambat lampu langsung lanjut lantai
lapangan lapar laporan lari larinya laut layanan layar lebah lebar lebaran lebih lecet lele lemari
lembar lembur lempar lengan lengkap lepas les letak lewat libat licin lidah lihat lilin lima link
lipat listrik lokasi lolos lomba lombok lompat luar luas lucu lukis lulus lumpur lupa lusa
lututnya maaf macam macet mading maghrib mahal main maju makan maket makna maksa maksudnya malam
malas malu mana mandi manja mantap manusia marah marching maret mari masak masalah masih masjid
maskot masuk materi mati mau maupun medali mei meja melamun melipat melukis memahami memang
membantah membantu memberitahukan membuang memegang memukul menang mencontek mencuri mendadak
mendampingi mendorong menempel menendang mengajar mengamati mengapa mengejek mengeluh menggigit
menggunting mengikat menit menjahit menolak menular mereka merokok meronce meskipun mewah minat
minder minggu minta minum misa mobil modal modul morning motivasi motor motorik muat muda mudah
mukena mukul mulai mulut murah murid musala mushalla mushola musim mutu naba nada nahan naik nama
namun nanti napas nasehati nasi nataru nebulizer nenek ngabul ngangge nganjang ngantuk ngobrolkeun
ngompol nikah nilai ninina nomor nonmuslim november nya nyambut nyapu nyata nyicil nyontek obat
obrol ojek ojeknya oktober olah olimpiade omong ondang ongkir ongkos optik orang organ origami
ortu pabrik pada padahal padat page pagi pajak pakai pakdhenipun paket paksa paling paman panas
panen panggil panggung panitia panjang panjenengan pantai papan parah parkir parkiran pasang pasar
pasti patuh paud payah payung pecahan pedas pede peduli pekan pelajaran pelajarnya pelan pelatih
pelayanan pelita pemanasan pemandangan pembina pendamping pendek pendopo pengangguran penggunaan
pengumpulan pengurangan penjaga pensil pentas penting penuh perak perang perasaan percaya pergi
perhatian perhatiannya perhatikan perihal perkara perkelahian perlengkapan perlu permisi pernah
perpisahan perpus perpustakaan persen pertahankan pertama pertandingan pesan pesantren pesawat
peta piala pianika piket pilih pilihan pindah pinjam pintar pintu pipis pisah pisang pisau pita
plastik plester pohon pojok pola polisi pompa populer porsi poster potong ppdb praktek praktik
prasida prestasi pribadi prnya profil program properti puas puasa pucat puisi pulang pulau pulpen
puluh puncak punggungnya punya pura pusat putih rabu racun rada radi ragu rajin ramah ramai rambu
rambut rambutnya rangka rangkum rapat rapi rasa rata ratus rawan rebut rebutan refleksi rekening
rencana rencange rendah rendang repot resep resiko resmi retret rewel ribu rindu ringan riyin
robek roda rok rokok rombongan roti royong ruang ruangan rugi rukun rumah rumput rumus runding
rusak rutin saat sabar sabtu sabun sadari sahabat saing saja saketek salam salin sama sampah
sampai sampaikan samping sampul sandal sangat sanggup santai santukan santun saptu sapu saran
sarana sarapan sareng sari sarujuk sarung satpam satu satuan saudara sawah sayang sayur seafood
sebab sebangku sebelas sebentar sebutkan sedangkan sedia sedih sedikit segar segera segitu sehat
sehingga sehubungan sejak sejarah sekarang sekitar sekolah selain selalu selama selasa selatan
seleksi selokan sembahyang sembako sembarangan sembilan semester sempat sempit semua semut senang
sendal sending sendiri sendok senen sengaja senggang senin sensitif sepak sepatu sepeda seperempat
sepi sept september sepuh sepuhipun sepuluh serambi serentak seri sering serta sertifikat setengah
setiap sewu shalat sholat sholatnya siang siap siapa siaran sibuk sifat sikap sikat silahkan
silakan silat simpan singgah singkat sini sinyal sisa sisir situasi slesai soal solat solo sopan
sore sosial soto spidol status stres suami suara subuh sudah sudut suka sukses sulap suling sulit
sumange sumber sumur sungai supaya surat suruh susah suspect susu susun swastyastu syarat tadarus
tadi taekwondo tahan tahap tahu tahun tajwid takut talambek tali taman tambah tambahan tampil tamu
tanah tanam tangan tangga tanggal tanggap tanggung tangkap tantrum tanya target tarimo taruh tas
tata tawar tebak tebal tegur teks telaga telepon telinga teliti telur teman temanya temennya
tempat tempel temu tenaga tenang tenda tendang tengah tepat tepi terang terbalik terbit teriak
terima terjadi terlihat ternyata tersendat tertawa tertib terus tetangga tetap tetapi tetep tiap
tidak tidur tiga tilawah tim timbang time tinggal tinggi tinta tipis titik titip tiyang toilet
toko tokoh tolong tonton topeng topi topik traffic transport tua tugas tugu tujuh tukang tukar
tulang tulis tumbler tumbuh tumbuhan tumpah tumut tunai tuntas turun turut tutor tutup tuwane uang
ubah ucapkan ujian ujung ukur ukuran ulang ulangan ulat umum umur undang undi untung upah upaya
upload uraian urus urut usaha usia usil usul utama utara video voli wajah wajib waktu walaupun
wali warga warna wartosaken warung waspada wilayah wokeh wong wudhu wudhunya wudu yaitu yakin
yakni yatim yth zaman zoom
"""
