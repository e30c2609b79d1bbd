package demo

// codes are invented accounts for payments by QR code, of every rail whose code
// can be written without the operator's bank, and of three whose template is
// made up.
const codes = `KHR khqr; account=agora_demo@bank; name=Agora Demo; city=Phnom Penh; lang=km; own=ផ្សារអាហ្គោរ៉ា; own_city=ភ្នំពេញ
INR upi; id=agora.demo@examplebank; name=Agora Demo; mcc=5999
RUB st00012; name=Agora Demo; account=40702810000000000000; bank=Demo Bank; bic=044525000; corr=30101810000000000000; purpose=Demo
TRY karekod; iban=TR330006100519786457841326; name=Agora Demo; bank=61
PKR raast; tag=28; id=example.invented; 01=PK36SCBL0000001123456702; name=Agora Demo; city=Karachi; lang=ur; own=آگورا ڈیمو; own_city=کراچی
NPR nepalpay; tag=26; id=example.invented; 01=0000000000; name=Agora Demo; city=Kathmandu
LKR lankaqr; tag=26; id=example.invented; 01=0000000000; name=Agora Demo; city=Colombo`
