"""Words of other languages that parents mix in, and what they are in Indonesian.

Javanese, Sundanese, Minangkabau, Betawi, Batak, Bugis, Balinese, English, a little Arabic. A line
reads "Indonesian: words". Words that mean something else in Indonesian are left out.
"""

from __future__ import annotations

REGIONAL = """
tidak: dang ndada tara trada tra mboten boten teu henteu indak inda indek sing_nyak nenten kaga ndang_ora dang ndang tena
tidak: de' durung_isa gaboleh not no nope dont don't can't cant cannot won't indakdo ndeh
belum: dereng durung teuacan acan encan alun tacan can_acan not_yet durongan
ikut: tumut join joining melu nderek ndherek milu ngiring ilu
tidak: moal daong
jangan: unang
ya: olo iyap heem hoo heueuh euheuh yeah
ingin: purun nio naeng
datang: teko dongkap
sanggup: saguh sanggem
setuju: sarujuk
keduanya: both
sudah: nunga ntos tos uwis
kirim: send
tanya: ask
simpan: save
bersedia: berkenan
pergi: pai
sebentar: sekedap sekedhap dilut sabanta saksakedap moment
nanti: mengke nantik later
dulu: dhisik
tanya: takon
suami: bojo
kabari: diwartosan ngabari ngabarin infokan infoin
mungkin: maybe perhaps
silakan: sumonggo monggoh
senin: monday
selasa: tuesday
rabu: wednesday
kamis: thursday
jumat: friday
sabtu: saturday
minggu: sunday
sudah: sampun wis atos parantos enggeus geus alah udah_deh nggo sube already alhamdulillah_sudah
bisa: saget can boi wasa prasida
tahu: ngartos uning wikan
sakit: garring malasai mancret_sakit
karena: ala santukan
demam: muriang mriyang meriang damam nggreges sumeng panastis fever anget demem panes tis
demam: ngahodhod semeng greges
batuk: gohgoy watuk batuak cough
pilek: salesma umbelen flu influenza flue pileg selesma paneh_dingin
pusing: ngelu mumet lieur puyeng pening kliyengan jangar
muntah: utah mutah mutahan muta munta vomit
diare: mencret murus mencrit menceret mules mulas mencreut bab_cair
perut: beuteung weteng padharan paruik wteng basang
lemas: lemes leuleus loyo lungkrah lesu
badan: awake badane badanna
gigi: waos_sakit untu huntu gigih
mata: socane panon mripat
kepala: sirah mastaka kapalo
kaki: suku sikil samparan batis
nakal: bangor nackal bader
menangis: nangis ceurik gero nangise ngambek
ribut: gelut gelud berantem gelutan berkelahi tawuran tukaran padu gerah_ribut tengkar bertengkar
pergi: lunga tindak angkat mios kesah pai pergih luas merantau
acara: hajat hajatan kenduri kondangan manten mantenan nikahan walimahan selametan slametan
acara: kondangan_ke resepsi pesta ngunduh_mantu baralek pernikahan syukuran tahlilan tasyakuran
meninggal: wafat seda pupus ninggal maot berpulang mendhut wafatnya maninggal passed
rusak: bujat
cepat: cpt gancang enggal capek_cepat gage enggal2 kudu_gage lekas
baju: klambi acuk baju2 bajunya
buku: bukune bukuna
kerja: damel nyambut_gawe makaryo
tunggu: tenggo ngantosan ngenteni antosan nunggu menunggu tungguin ditunggu nenggo nganti2
silakan: monggo mangga silahkan sok_mangga silahken mangga_atuh sumangga sila raris
makan: dahar tuang neda_makan maem
mandi: adus siram mandi2
tidur: sare turu bobok bobo kulem
hujan: ujan udan hujan2 jawah rain
banjir: caah banjirr kebanjiran rob
jatuh: jatoh ragrag tiba geubis dhawah tijatoh labuh jatuah
sepeda: pit sapedah
jalan: dalan marga
bertemu: ketemu pinanggih pendak tepang kepanggih basobok ketmu temu menemui jumpa berjumpa nemui
bertemu: papanggih meet kepangguh
malu: isin era
takut: wedi sieun ajrih
rajin: getol sregep
pintar: pinter cerdas
bapak: rama
kakak: kakaknya kaka teteh mas abang bang aa akang uda kakanya abangnya tetehnya masnya kakangne
adik: adiknya adeknya rayi adine
pindah: ngalih pindahan
selesai: rampung beres kelar anggeus parantos_beres kelarr done finish finished rengse tuntas
selesai: lunas rampungan
besok: isuk_besok
semester: sms
siapa: sien
baca: reading membaca dibaca bacaan bacanya maca maos kabaca kawaos waos kulo_waos read dibacanya
baca: bacain
tulis: nulis menulis nyerat serat nyatet tulisan menuliskan dituliskan catat mencatat tulisin
tulis: catet
hitung: ngitung berhitung itung2an itungan hitungan menghitung
"""
