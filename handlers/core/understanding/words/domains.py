"""What teachers write about, by the side of the child it shows: "domain: words"."""

from __future__ import annotations

DOMAINS = """
worship: sholat shalat solat dhuha doa mengaji ngaji hafalan hafal juz surat quran iqro iqra wudhu
worship: wudu ibadah tahfidz tahfiz murojaah hadits hadis puasa dzikir jilid tilawah tadarus azan
worship: adzan berdoa jamaah imam ayat ummi sembahyang misa gereja alkitab tajwid dzuhur asmaul
worship: husna ngabul
health: sakit demam pusing muntah uks kuku kutu batuk pilek luka jatuh mimisan lemas pucat panas
health: sehat gigi mata badan tinggi berat mandi kebersihan bersih bau kotor keringat alergi
health: sarapan makan obat diare perut gatal rambut mual bengkak kesehatan berdarah kejedot benjol
health: ngompol minum telinga kacamata penglihatan pendengaran gizi imunisasi diplester plester
health: keseleo pup bab bisul
behaviour: berkelahi bertengkar memukul mukul tengkar pukul bohong berbohong terlambat telat bolos
behaviour: disiplin tugas mengumpulkan kumpul mengerjakan pr membantu menolong bantu jujur sopan
behaviour: santun kasar mengganggu ganggu berkata ribut ramai gaduh mengejek ejek merusak rusak
behaviour: mencuri mengambil piket tertib aturan patuh tanggung jawab hp bercanda jahil menendang
behaviour: kabur ngobrol mencontek nyontek merokok rokok hormat membuang sampah perilaku kelakuan
behaviour: sikap antri mendorong dorong ijin nurut membantah asyik sibuk gangguan nakal usil
behaviour: menggigit gigit berebut rebutan teriak
affective: menangis nangis murung sedih malu berani percaya diri pede senang gembira ceria takut
affective: cemas marah ngambek teman berteman bergaul berbagi pendiam diam menyendiri sosial emosi
affective: emosional manja mandiri antusias semangat motivasi minder rindu kangen empati perasaan
affective: gugup sensitif akrab bersosialisasi tantrum cemberut bahagia peduli sayang tampil maju
affective: rewel hati ramah
psychomotor: menulis tulis tulisan menggunting gunting mewarnai warna menggambar gambar melukis
psychomotor: lari voli bola lompat motorik senam menari tari olahraga renang tendang lempar
psychomotor: kerajinan melipat menempel meronce prakarya karya basket futsal bulutangkis silat
psychomotor: taekwondo gerak kolase keterampilan memotong menjahit anyam angklung musik pianika
psychomotor: rapi memegang pensil kelenturan badminton gitar origami jongkok keseimbangan karate
psychomotor: drumband suling marching atletik
cognitive: nilai ulangan membaca baca berhitung hitung matematika perkalian pembagian pecahan
cognitive: pelajaran materi paham memahami pemahaman remedial kkm lancar mengeja eja huruf angka
cognitive: tes ujian soal ipas ipa bahasa inggris olimpiade mengenal penjumlahan pengurangan
cognitive: konsentrasi fokus menjawab tersendat kosakata peringkat cerdas bacaan lulus uts uas
cognitive: akademik calistung latihan membilang konsep menghitung mengerti tuntas skor pertanyaan
cognitive: menyimak
other: botol tertinggal ketinggalan buku bukunya sampul tas seragam sepatu topi dasi jaket bekal
other: pensil kotak alat tulis perlengkapan lks paket hilang membawa bawa uang atribut kaos helm
other: payung seragamnya tumbler dibawa dinamai mukena sarung penghapus lupa
"""
