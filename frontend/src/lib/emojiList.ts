/** The emoji one can choose from, with words to find them by in English and Turkish. What stands here is only what
 *  the picker shows: any other emoji can be reacted with by typing it. */

export interface Emoji {
  emoji: string;
  en: string;
  tr: string;
}

export type EmojiGroup = "faces" | "hands" | "hearts" | "people" | "nature" | "food" | "activity" | "things" | "signs";

const list = (text: string): Emoji[] =>
  text
    .trim()
    .split("\n")
    .map((line) => {
      const [emoji = "", en = "", tr = ""] = line.split("|");
      return { emoji: emoji.trim(), en, tr };
    });

export const EMOJI: Record<EmojiGroup, Emoji[]> = {
  faces: list(`
😀|grinning happy|gülen mutlu
😄|smile joy|gülümseme neşe
😁|beaming grin|sırıtma
😂|laughing tears joy|gülmekten ağlama kahkaha
🤣|rolling laughing|yerlere yatma kahkaha
🙂|slight smile|hafif gülümseme
😉|wink|göz kırpma
😊|blush smile|mahcup gülümseme
😇|angel innocent|melek masum
😍|heart eyes love|aşık kalp gözler
🥰|loving hearts|sevgi dolu
😘|kiss|öpücük
😋|yummy delicious|lezzetli nefis
😜|tongue wink|dil çıkarma
🤪|crazy zany|çılgın
🤗|hug|sarılma kucaklama
🤔|thinking hmm|düşünme
🤨|raised eyebrow doubt|kaş kaldırma şüphe
😐|neutral|ifadesiz
😑|expressionless|boş bakış
😶|no words speechless|sözsüz
🙄|eye roll|göz devirme
😏|smirk|sinsi gülüş
😴|sleeping tired|uyku
😌|relieved calm|rahatlama
🤤|drooling|ağzı sulanma
😷|mask sick|maske hasta
🤒|fever ill|ateş hasta
🤯|mind blown|aklım durdu
🥳|party celebrate|parti kutlama
😎|cool sunglasses|havalı gözlük
🤓|nerd|inek gözlüklü
😕|confused|kafası karışık
😟|worried|endişeli
😮|surprised wow|şaşkın vay
😲|astonished|hayret
😳|flushed|utanma kızarma
🥺|please pleading|lütfen yalvarma
😢|cry sad|ağlama üzgün
😭|sob crying|hıçkırık ağlama
😱|scream fear|çığlık korku
😤|huff|öfkeli burun
😡|angry mad|kızgın sinirli
🤬|swearing|küfür
😈|devil|şeytan
💀|skull dead|kurukafa öldüm
💩|poo|kaka
🤡|clown|palyaço
👻|ghost|hayalet
🤖|robot|robot
🙈|monkey see no evil|maymun görmedim
`),
  hands: list(`
👍|thumbs up yes like|beğendim evet onay
👎|thumbs down no dislike|beğenmedim hayır
👌|ok perfect|tamam mükemmel
👏|clap applause|alkış bravo
🙌|raised hands hooray|eller havaya yaşasın
🙏|thanks please pray|teşekkür rica dua
🤝|handshake deal|el sıkışma anlaşma
💪|strong muscle|güç kas
✌️|peace victory|zafer barış
🤞|fingers crossed luck|şans parmak
🤘|rock|rock
🤙|call me|ara beni
👋|wave hello bye|el sallama merhaba
✋|hand stop|el dur
👉|point right|sağ işaret
👈|point left|sol işaret
👆|point up|yukarı işaret
👇|point down|aşağı işaret
☝️|one index|bir parmak
✍️|writing|yazma
🫡|salute|selam emredersin
👀|eyes look|gözler bakıyorum
🫶|heart hands|kalp el
🤷|shrug dunno|bilmem omuz
🤦|facepalm|yüz kapama
`),
  hearts: list(`
❤️|red heart love|kırmızı kalp sevgi
🧡|orange heart|turuncu kalp
💛|yellow heart|sarı kalp
💚|green heart|yeşil kalp
💙|blue heart|mavi kalp
💜|purple heart|mor kalp
🖤|black heart|siyah kalp
🤍|white heart|beyaz kalp
💔|broken heart|kırık kalp
💯|hundred perfect|yüz tam puan
💥|boom|patlama
✨|sparkles|parıltı ışıltı
🔥|fire hot|ateş harika
🎉|party tada celebrate|kutlama konfeti
🎊|confetti|konfeti
⭐|star|yıldız
🌟|glowing star|parlak yıldız
💡|idea bulb|fikir ampul
🏆|trophy win|kupa kazanma
🥇|gold medal first|altın madalya birinci
`),
  people: list(`
👶|baby|bebek
🧒|child|çocuk
👩|woman|kadın
👨|man|erkek
🧑‍💻|developer computer|yazılımcı bilgisayar
👩‍💻|woman developer|kadın yazılımcı
🧑‍🎓|student|öğrenci
🧑‍🏫|teacher|öğretmen
🧑‍🍳|cook|aşçı
🧑‍🚀|astronaut|astronot
🕵️|detective|dedektif
🦸|hero|kahraman
🧟|zombie|zombi
🏃|run|koşma
🚶|walk|yürüme
💃|dance|dans
👨‍👩‍👧|family|aile
🗣️|speaking|konuşma
`),
  nature: list(`
🐶|dog|köpek
🐱|cat|kedi
🐭|mouse|fare
🦊|fox|tilki
🐻|bear|ayı
🐼|panda|panda
🐸|frog|kurbağa
🐵|monkey|maymun
🦁|lion|aslan
🐢|turtle slow|kaplumbağa yavaş
🐌|snail slow|salyangoz
🐝|bee busy|arı
🦋|butterfly|kelebek
🐟|fish|balık
🐧|penguin|penguen
🦄|unicorn|tek boynuzlu at
🌱|seedling|filiz
🌳|tree|ağaç
🌸|blossom|çiçek
🌹|rose|gül
🌷|tulip|lale
☀️|sun|güneş
🌙|moon|ay
🌈|rainbow|gökkuşağı
⛅|cloud|bulut
🌧️|rain|yağmur
❄️|snow|kar
⚡|lightning fast|şimşek hızlı
🌊|wave sea|dalga deniz
`),
  food: list(`
☕|coffee|kahve
🍵|tea|çay
🍺|beer|bira
🥂|cheers toast|şerefe
🍕|pizza|pizza
🍔|burger|hamburger
🥙|wrap doner|dürüm döner
🍣|sushi|suşi
🍝|pasta|makarna
🥗|salad|salata
🍞|bread|ekmek
🥯|bagel simit|simit
🧀|cheese|peynir
🍎|apple|elma
🍌|banana|muz
🍓|strawberry|çilek
🍉|watermelon|karpuz
🍋|lemon|limon
🎂|cake birthday|pasta doğum günü
🍰|cake slice|dilim pasta
🍪|cookie|kurabiye
🍫|chocolate|çikolata
🍦|ice cream|dondurma
🍿|popcorn|patlamış mısır
`),
  activity: list(`
⚽|football soccer|futbol top
🏀|basketball|basketbol
🎾|tennis|tenis
🎮|game|oyun
🎲|dice|zar
🎯|target|hedef
🎵|music|müzik
🎸|guitar|gitar
🎬|film|film
🎨|art paint|sanat boya
🎁|gift|hediye
🚀|rocket ship launch|roket çıkış
✈️|plane travel|uçak seyahat
🚗|car|araba
🚌|bus|otobüs
🚲|bicycle|bisiklet
🏠|house home|ev
🏢|office|ofis
🏖️|beach holiday|plaj tatil
⛺|camp tent|kamp çadır
🗺️|map|harita
`),
  things: list(`
💻|laptop|bilgisayar
📱|phone|telefon
⌚|watch|saat
📷|camera|fotoğraf
🔋|battery|pil
🔌|plug|fiş
💾|save disk|kaydet disket
🖨️|printer|yazıcı
📧|email|e-posta
📦|package|paket kutu
📌|pin|raptiye
📎|paperclip|ataş
📝|note memo|not
📅|calendar date|takvim tarih
📊|chart|grafik
📈|chart up growth|artış grafik
📉|chart down|düşüş grafik
📚|books|kitaplar
📖|book read|kitap okuma
🔍|search|arama büyüteç
🔒|lock|kilit
🔑|key|anahtar
🔨|hammer|çekiç
🔧|wrench fix|anahtar tamir
⚙️|gear settings|ayar çark
🧪|test tube|deney
🐛|bug|hata böcek
🧹|clean up broom|temizlik süpürge
🗑️|trash|çöp
💰|money|para
💳|card|kart
⏰|alarm clock|çalar saat
⏳|hourglass wait|kum saati bekle
🚧|construction|yapım aşaması
🚨|alert siren|alarm siren
`),
  signs: list(`
✅|check done|tamam bitti onay
☑️|checkbox|işaretli kutu
❌|cross no|çarpı hayır
❗|exclamation important|ünlem önemli
❓|question|soru
⚠️|warning|uyarı
🚫|forbidden|yasak
⛔|stop no entry|dur girilmez
🔴|red circle|kırmızı daire
🟠|orange circle|turuncu daire
🟡|yellow circle|sarı daire
🟢|green circle|yeşil daire
🔵|blue circle|mavi daire
➕|plus|artı
➖|minus|eksi
➡️|right arrow|sağ ok
⬆️|up arrow|yukarı ok
⬇️|down arrow|aşağı ok
🔄|refresh|yenile
🔁|repeat|tekrar
🆗|ok button|tamam düğmesi
🆕|new|yeni
🔝|top|en üst
💤|sleep zzz|uyku
💬|speech chat|konuşma
🏁|finish flag|bitiş bayrağı
🇹🇷|turkey türkiye flag|türkiye bayrağı
🏳️|white flag|beyaz bayrak
`),
};
