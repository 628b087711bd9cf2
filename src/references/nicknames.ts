/** What people are called for short, in English, German, French, Romanian and Finnish. */

/** Each line: a full name, then short forms of it, as `plainWords` writes them. */
const names = `
alexander alex alec sandy sasha xander alexandru ale sandu
alexandra alex sandra sandy sasha alexa ale sanda
alfred alf alfie fred
albert al bert bertie
andrew andy drew andi
andreas andi andy
andrei andy
anthony tony ant
anton toni tony
antonia toni
anna annie ann anne anni anja
annika anni
abigail abby abbie gail
amanda mandy
arthur art artie
barbara barb babs barbie babsi
benjamin ben benny benji beni
bernard bernie bern
bernhard bernd
bradley brad
caroline carol carrie caro lina
catherine cathy cat kate katie kathy cate cathryn kat catrin
katherine kate katie kathy kat kathryn kit katrin
katharina kathi kati katja kate katrin rina
charles charlie chuck chas charley
charlotte charlie lottie lotte lotta
christian chris christi
christina chris tina chrissy christi
christine chris tina chrissy
christopher chris kit topher
christoph chris stoffel
constantin costi dinu costel
cristina cris tina
cynthia cindy
daniel dan danny dani
daniela dani ela
david dave davey davie
deborah deb debbie debby
dennis denny
dominic dom nick
dominik domi nik
donald don donnie
dorothy dot dottie dolly
edward ed eddie ted teddy ned
eduard edi
edwin ed eddie
eleanor ellie nell nora ella
elena lena leni
elisabeth lisa lisbeth elisa elli sissi betty lise liesel
elizabeth liz lizzie beth betsy betty eliza libby lisa elsie lizzy
emily em emmy emilie
emma em emmy
eugene gene
eugen jenica
evelyn evie eve
florian flo flori
frances fran frankie fanny
francis frank fran frankie
franklin frank
francois franck
franziska franzi
frederick fred freddie freddy rick
friedrich fritz fred fiete
gabriel gabe gabi
gabriela gabi gaby
gabriele gabi
gabrielle gabby elle
geoffrey geoff jeff
george georgie
georg schorsch jorg
gheorghe gigi ghita gelu
gerald gerry jerry
gerard gerry
gregory greg gregg
grigore gigi
hannah hanna
harold harry hal
henry harry hank hal
heinrich heinz heiner
helen nell ellie
ioan ion nelu ionel
ioana ana oana
isabella bella izzy isa belle
isabelle isa bella belle
isabel isa bella izzy
jacob jake jay cob
jakob jake
jacqueline jackie
james jim jimmy jamie jem
janet jan
jeffrey jeff
jennifer jen jenny jenn
jeremy jerry jez
jerome jerry
jessica jess jessie
johann hans hannes jo
johannes hannes hans jo
john johnny jack jon
jonathan jon jonny nathan
joseph joe joey jo
josef sepp jupp
josephine jo josie
juha jussi
juhani jussi juha
joshua josh
judith judy
julia jules
julian jules
karl kalle charly
kenneth ken kenny
kimberly kim
kristina kris tina
lawrence larry laurie
leonard leo len lenny
leonardo leo
louis lou louie
louise lou
lucas luke luca
lukas luki luke
ludwig lutz wiggerl
margaret maggie meg peggy marge margie greta daisy
margarete grete gretel greta
marguerite margot
maria mia marie ria mitzi maja
mariana mari ana
marius mari
martin marty
martha marty
matthew matt matty
matthias matze matt hias
matti masa
maximilian max maxi
maxime max
melanie mel
mathieu mat
michael mike mick mickey micky mikey
michel michou
mihai misu mihaita
mikael mika micke
mikko miska
mircea mirci
monica moni
monika moni
nathan nate nat
nathaniel nate nat nathan
nicholas nick nicky nico
nicolae nicu nae
nicolas nico
nikolaus klaus niko nick
nicole nikki nicky nic
oliver ollie olli oli
olivia liv livvy
pamela pam
patricia pat patty tricia trish
patrick pat paddy
paul pauli
paula pauli
peter pete
petri pete
philip phil pip
philippe phil
philipp phil
phillip phil
rachel rach
raymond ray
rebecca becky becca bec
richard rick dick rich ricky richie
robert rob bob bobby robbie bert robby
roger rog
ronald ron ronnie
rosemary rose rosie
rudolf rudi
russell russ
samantha sam sammie
samuel sam sammy samu
sarah sally sara
sebastian seb basti bastian
sebastien seb
simon si
solomon sol
sophia sophie sofie
sophie soph
stefan steff stevie
stefanie steffi
stephan steff
stephanie steph steffi
stephen steve stevie
steven steve stevie
susan sue susie suzie
susanne susi sanne
suzanne sue suzy
tapani tapsa
terence terry
teresa terry tess tessa
theresa resi terry tess tessa
theodor theo
theodore ted teddy theo
thomas tom tommy
tobias tobi toby
timothy tim timmy
timo timppa
ulrich uli ulli
ulrike uli ulli rike
valentina vali tina
vasile vasi
veronica vero
victor vic vik
victoria vicky vicki tori
vincent vince vinnie
virginia ginny
walter walt wally
wilhelm willi willy wim
william will bill billy willie liam willy
wolfgang wolf wolfi
yvonne eve
zachary zach zack zac
`

/** Each short form with the full names that it may stand for; a full name stands for itself. */
export function* nicknames(): Generator<readonly [name: string, fullName: string]> {
  for (const line of names.trim().split('\n')) {
    const [fullName = '', ...short] = line.split(' ')
    for (const name of new Set([fullName, ...short])) yield [name, fullName]
  }
}
