"""How people shorten Indonesian on a telephone.

A line reads "full form: ways to write it"; a full form of several words stands for all of them.
Only what cannot be found by its consonants alone needs to be here, and what would be found wrongly.
"""

from __future__ import annotations

SHORT_FORMS = """
tidak: ga gak g gk ngga nggak enggak engga gag kagak kaga tdk td'k tida ndak nda ndk nggk ngk ngak
tidak: gaa gaak nggaa tdak tidk ora gax ngg enggk nggaak gakk ngakk kgk gakada ogah kga ndhak
belum: blm blum belom blom lom blon belon blun blm2
sudah: udah udh sdh dah uda udeh sdah ude sudh udahh sudahh wis wes
yang: yg yng yag sing nu nan nang
dengan: dgn dg dng dngn sama
dan: n dn
untuk: utk u/ buat bwt untk utuk tuk unt
dari: dr dri darii drii
dalam: dlm
di: d
ke: k kee ka
istirahat: bedrest bedres istrht istirahatkan diistirahatkan
pasti: mastiin pastiin memastikan mastikan
hari ini: sadarion essoe dinaiki
pak: puang amang tulang_guru daeng
bu: inang nai
kalau: kalo klo kl klu klau kalok kaloo lamun mun
karena: krn krna karna karn gara gegara soalnya soale soalna sebab dikarenakan lantaran amarga
karena: amargi kusabab sabab karenakan dikarnakan krena krana coz cause because
saya: sy sya syaa aku ak aq gue gw ana kulo kula abdi ambo denai awak tiang tityang iyang me my
anak: anaknya nak ank anakku anake anakna anaknyo ananda anada ananak pianak lare putra putri
anak: putrane putrana nanda anandanya bocah budak anakq
bisa: bs bsa bisaa isa saged tiasa iso bisoo dapat dpt dapet bias bisek
hari: hr hri hrii dinten poe poean dino hariini hary dinten2 rahina ari
ini: niki ieu iki ni nih inii iko ene
itu: tu tuh itu2 kuwi niku eta itoe
besok: bsk bsok besuk besoknya sesuk mbenjang mbenjing benjing isukan bsk2 esok beso besk tomorrow
besok: enjing enjang benjang patuak bzk besook bekson buin_mani buinmani bin_mani mani besokk
kemarin: kmrn kmarin kemaren kmren kmaren wingi kamari kemarn patang kmrin dibi ibi yesterday
sekarang: skrg skrang skr sekrg skg skrng ayeuna saiki sakniki samangkin now jani kini
tadi: td tdi wau mau_wau tadinya tady
nanti: nti ntar tar entar nt nanty engke mengko mangke engkin nko nnt nati bin
malam: mlm malem mlem dalu peuting wengi mlam peteng
pagi: pg pgi pagee isuk enjing_enjing esuk
siang: siank awan beurang
sore: sor sonten sorean peteng2
hari ini: harini hrni today dintenniki
masuk: msk mask msuk masok mlebet mlebu lebet asup masuak masup mungkah msuuk mauk
sekolah: skolah sklh sekolh sekola skul skola sakola sakolah skolh sekolahan skl school sch
rumah: rmh rumh omah griya bumi imah umah jero
sakit: skt sakiit sakid sakik atit sick gerah gering udur sungkan gelem malasa marsahit loro
izin: ijin idzin ijn izn idin izzin ijinn izinn ijinkan permit iznin pamit permisi
terima kasih: makasih mksh mksih makasi trims tks thx thanks thank terimakasih trmksh trimakasih
terima kasih: trimakasi makaci makasii makasihh mkasih tengkyu tq tengs thankyou thnks tnx maacih
terima kasih: hatur_nuhun nuhun hnuhun matur_nuwun nuwun maturnuwun suwun matursuwun suksma
terima kasih: syukron sukron syukran jazakallah jazakumullah jazakillah jzk jazaakillah jazakalloh
terima kasih: tampiasih mauliate bujur kurru_sumange tarimo_kasih tarimokasih haturnuhun
terima kasih: maturtengkyu makasiih terimaksih trma_kasih trm_kasih trimks trimksh tararengkyu
terima kasih: mtrsuwun nuhunnuhun tenkyu
maaf: mf maap mff maaff mohon_maaf sorry sori ngapunten nyuwun_pangapunten hapunten punten ampura
maaf: afwan afwn maafin maafkan maav ampuro moaf nunas_ampura pangapunten hampura sory tabik tabe
mohon: mhn mohn mohonn mohon2 nyuwun suhunkeun neda nunas
tolong: tlg tlong tlng tulung pls please tlong2 tulong toloong plis
guru: gr gru teacher
berapa: brp brapa brpa brapo pinten piro sabaraha bara bro_po
bagaimana: gmn gimana gmna gmana bgmn bgmana pripun piye kumaha baa baaimana gimna pie gimane
bagaimana: gemana bijimana engken sapunapi how kepriye gmn2
kapan: kpn kapn iraha bilo pidan kapa when
apa: ap apaan naon nopo opo apo apah punapa what apakah nape apose
siapa: sapa sp sypa saha sinten sia sopo who
kenapa: knp knapa kenapah napa mengapa ngapa naha kunaon baa_kok dadine ngopo knpa
mana: mn endi pundi palih_mana dima dima2 encen
ya: y iya iy iyaa yaa yaaa iyah yah yo iye yoi yup yap yes yoo iyo ho_oh nggih inggih nggeh njih
ya: muhun sumuhun enggih yess yep iyup ok_ya nggihh ho'oh enya injih iyeu iyak ye
benar: leres lereus
baik: baek bae baiklah baikk sae becik rancak okelah ba'ik bai baek2
oke: ok okay okey okee okeh okk okeee oke2 okeyy okei oks okd k okaii ookeh oce siip sip sipp
siap: siapp siyap siappp sp siaap siap2 siaap86 roger laksanakan
saja: aja aj sj ae wae mawon bae saj ajah ajaa sajo mon_mawon je doank doang cuma hanya
juga: jg jga jugaa jg2 ge oge ugi pisan_ge
lagi: lg lgi lagii lgii malih deui deuih baliak buin lagee
masih: msh msih maseh isih tasih keneh masi mase
jadi: jd jdi jadii jadinya dados jadine jdny jadilah
banyak: bnyk byk bnyak
orang tua: ortu orangtua ortuanya orgtua ortunya walimurid wamur ortua walimuridnya
murid: siswa peserta_didik santri pelajar
pak: bpk bapak bp pa pak2 mr bpak pk
bu: ibu bun bunda buu ibuu ibuk buk bnda miss mis mam maam ustadzah ustazah ustdzh ummi umi bu2
bu: ustadz ustad ustadza ust uztad uztadzah ustz mbak mba ms mrs teh ceu neng uni encik bunda2
bu: buguru ibunda min admin minn kak kakk kakak_admin gan
ayah: papa papah papi bapaknya ayahnya bpknya abi papanya papahnya abinya abah bapake bapane daddy
ayah: bapa bapakna apak abak amang
ibu: mama mamah mami maminya ibunya mamanya mamahnya umminya emak mamak uminya ibuke ibune amak
ibu: mommy ibuna mom inang moms
nenek: mbah eyang oma opa kakek nini aki opung ompung uwak mbahkung mbahkakung simbah nek kakung
nenek: nde embah neneknya kakeknya mbahnya eyangnya omanya opungnya yangti yangkung dadong pekak
nenek: andung
bulik: tante tantenya om omnya paman bibi budhe pakdhe pakde bude paklik pamannya bibinya buliknya
bulik: uwa mamang mang etek tulang namboru uak mamak_tuo pakle
sampai: smp sampe smpe sampek smpai ampe nyampe nepi dugi sampe2 s.d s/d hingga ngantos nganti
sampai: smpek sampay saampai until till hinggo
mulai: mula mulay start wiwit awit ngawitan mimiti mulaii
dari semalam: drsemalam
semalam: semlm smlm semalem smalem smlam tadi_malam td_malam
minggu: mggu mgg minggu2 pekan minggon
bulan: bln bulann sasih wulan month
tanggal: tgl tggl tangal tanggl tglan ping tg
jam: pukul pkl jm pukl tabuh wayah puku
kelas: kls klas kelaz klass kelass
tugas: tgs tugaz tgas tugass
pr: peer pe_er p.r homework gawean
sampaikan: sampein smpaikan
kumpul: kumpulin ngumpulin ngumpul kumpulkan dikumpul dikumpulin dikumpulkan mengumpulkan
kumpul: klumpukan
kerja: kerjain kerjakan dikerjain dikerjakan ngerjain ngerjakan mengerjakan digarap garap gawe
setor: setoran nyetor setorkan disetor disetorkan
pulang: plg plang balik uwih wangsul mulih mulang mulih2 pulkam pulg
jemput: jmput jmpt jemputt jeput mapag dipapag methuk pethuk jemputan ngajemput japuik
antar: anter nganter nganterin mengantar diantar dianter jajap ateur ater nganteur
telat: lambat terlambat telaat tlat late kasep kasiangan kesiangan tlt telad kawanen kerinan
telat: talaik kesianganan ngaret telatt kalambatan
ketinggalan: ktinggalan tertinggal kari ketinggal kantun katinggaleun tinggal_an
sembuh: smbuh cageur waras saras sae_badan
tahu: tau taw ngerti mengerti ngertos terang tau2 paham faham pahm terangi dimengerti
lihat: liat lht ningali ndelok ndeleng caliak
bilang: blg ngomong omong bicara matur nyarios ngobrol ngobrol2 omongin ngomongin ngobrolin
bilang: bicarakan membicarakan dibicarakan wicara_kan rembugan rembug ngomongi rundingan diskusi
pakai: pake pk pkai pakek make memakai dipakai pakek2 nganggo nganggeh angge ngagem
bawa: bw mbawa membawa dibawa bawain bawak ngaba mawa nyandak nggawa mbekta beto bao
datang: dtg dtng dateng sumping teka dugi_mriki datng
hadir: hdr hadirr hadiir attend rawuh hadirr2
rapat: rpt meeting rapt rapat2 kumpulan
bayar: byr bayr mbayar membayar
ambil: ngambil mengambil diambil ambilin pundut njupuk
kirim: krm krim ngirim mengirim dikirim kirimkan kirimin krmkan dikirimin kirm ngintun
tanya: nanya tny tnya nanyak bertanya nanya2 taros tanglet takon naros tangled batanyo tanya2
tanya: nanyain
informasi: info infonya infony inpo infoo informasinya
lewat: lwt melalui via
hubungi: hub hubngi
nomor: no nomer nmr nomornya nopenya nope nohp
pelajaran: mapel pljrn pelajaran2 matpel
assalamualaikum: ass aslm asalamualaikum assalamu assalam asslmkm askum aslkm aswrwb
assalamualaikum: assalammualaikum assalamualaikm asslamualaikum assalamu'alaikum assalamualikum
assalamualaikum: samlekum assalamuallaikum asalamu'alaikum assalamualaykum asmlkm aslmkm salam
waalaikumsalam: wslm waalaikumussalam wa'alaikumsalam waalaikum wslkm walaikumsalam waalaikumslm
waalaikumsalam: wlkmslm
insyaallah: insyaalloh insya insha inshaallah insyallah insyaAllah insaallah isyaallah inshaalloh
insyaallah: ias
alhamdulillah: alhamdulilah alhmdulillah alhmdllh alhamdulilllah puji_tuhan pujituhan hamdalah
tidak apa apa: gpp gapapa gppa ngga_papa tdkpapa
tidak bisa: gabisa gbisa gbs gkbisa gkbs ngabisa takbisa tdkbisa tidakbisa gabs ga_bs teu_tiasa
tidak masuk: gamasuk gmasuk tdkmasuk gkmasuk
tidak ada: gaada gada gakada gkada tdkada euweuh henteu_aya ndakado ndakada
tidak tahu: gatau gatw gktau gtau
tidak jadi: gajadi gjadi gkjadi
tidak mau: gamau gmau gkmau embung moh emoh alim
tidak usah: gausah gusah gakusah
semua: smua sdy sadaya sedoyo sadayana sedaya sdya kabeh sadonyo kabehan smw seluruh segenap
semua: smuanya semuany semwa all
semoga: smg smga moga mudah_mudahan mudahan mugi mugia muga mugi2 moga2 semogaa mudahmudahan
sebelum: sblm sblum sebelom sadurunge sateuacan
setelah: stlh stelah habis abis hbs sesudah sehabis selepas bada ba'da bakda badha saatos
setelah: saenggeus sawise after lepas ba'dha ba'ada kelar_dari rampung_dari bubar bada'
setelah: selesai_dari
sebentar: bntar bentar sbntr sbentar sedhela sakedap sakeudeung
banget: bgt bgtt bget pisan sanget sekali bangetz amat pisaan
pertama: prtma
teman: tmn temen kawan kanca babaturan rerencangan konco tmen kancane
kalian: klian
mungkin: mgkn mgkin mngkn mungkn menawi
kembali: kmbali
barang: brg brang
barangkali: brgkali
bareng: brng
berangkat: brgkt brangkat brngkt budal bidhal mangkat angkat_sekolah miang
begitu: gitu gt gtu bgitu ngoten kitu begini gini ngono
rekap: rekapan recap
absen: absensi presensi absn
sejak: sedari semenjak ti kawit
dulu: dl dlu dulu2 rumiyin heula disik dluan dahulu dlo
libur: prei libr libor liburan lbr pere perei
jangan: jgn jgan jngn aja_ojo ojo ulah tong jan jangn sampun_ngantos ampun eda
lupa: lp kesupen hilap poho kelalen lupo lali
ingin: pingin pengen pgn pengin kepengen pngin palay hoyong badhe badhe_kulo arep nak_arep nio
ingin: kayun pgen mau mw mo pengin2 badhe2 ajeng hayang dek_nak meh
boleh: olle blh bole bolh kenging angsal buliah dados_boleh pareng
ada: ad wonten aya ado wenten ene_ana onok ano
lapor: laporan lpr melaporkan
sedang: sdg sdang saweg nuju lagi_pas eunjeun
tapi: tp tpi tapii nanging namung tetapi
supaya: biar spy spaya agar ben kersa
lalu: lepas_ini kepungkur
seperti: spt sprti kaya kayak kyk kados kawas cara_nya mcm macam
"""
