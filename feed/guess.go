package feed

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"agora/catalog"
)

// called are words by which columns are called in the languages of the market,
// without spaces. A column is what its whole name says, else what it begins or
// ends with.
var called = []struct {
	field Field
	words string
}{
	{FieldHandle, "handle slug urlkey permalink"},
	{FieldCompareAt, "compareatprice oldprice regularprice listprice стараяцена ценадоскидки ескібаға эскибаа eskinarx پرانیقیمت قیمتقبلی eskifiyat 原价 köhnəqiymət"},
	{FieldPrice, "price saleprice unitprice retailprice cost цена стоимость ценапродажи баға бағасы баасы narx narxi нарх قیمت fiyat qiymət 价格 售价 үнэ कीमत 単価"},
	{FieldCurrency, "currency валюта валютасы valyuta асъор کرنسی ارز parabirimi 货币 валют"},
	{FieldStock, "stock quantity qty instock inventory available остаток остатки количество наличие колво қалдық саны калдык qoldiq miqdor soni бақия تعداد مقدار موجودی stok adet miqdar 库存 数量 үлдэгдэл मात्रा"},
	{FieldSKU, "sku article articlenumber itemno code vendorcode артикул код арт коды artikul kod کوڈ کد stokkodu 货号 编号 код"},
	{FieldBarcode, "barcode gtin ean ean13 upc штрихкод баркод штрихкоды shtrixkod بارکوڈ بارکد barkod 条码 条形码"},
	{FieldPicture, "image images imageurl imagelink photo photos picture pictures img картинка картинки фото изображение изображения сурет сүрөт rasm расм تصویر عکس görsel resim şəkil 图片 зураг"},
	{FieldCategory, "category categories type producttype group категория категории группа раздел санат категориясы toifa категорияи زمرہ دستهبندی kategori kateqoriya 类别 分类 ангилал"},
	{FieldWeight, "weight grams масса вес салмағы салмагы vazn og'irlik вазн وزن ağırlık çəki 重量 жин"},
	{FieldLength, "length длина ұзындығы узундугу uzunlik дарозӣ لمبائی طول uzunluk 长度 长"},
	{FieldWidth, "width ширина ені туурасы kenglik бар چوڑائی عرض genişlik 宽度 宽"},
	{FieldHeight, "height высота биіктігі бийиктиги balandlik баландӣ اونچائی ارتفاع yükseklik hündürlük 高度 高"},
	{FieldHS, "hs hscode tariffcode тнвэд кодтнвэд тнвэдкод حسکوڈ 海关编码"},
	{FieldOrigin, "origin countryoforigin country madein страна странапроизводства странапроисхождения елі өлкө davlat кишвар ملک کشور menşei ülke 产地 原产国"},
	{FieldStatus, "status published state статус күйі абалы holat вазъ حالت وضعیت durum 状态"},
	{FieldDescription, "description details body text описание сипаттама сүрөттөмө tavsif тавсиф تفصیل توضیحات açıklama təsvir 描述 详情 тайлбар विवरण"},
	{FieldOption, "color colour size цвет размер түс түсі түсү өлшем өлчөм rang o'lcham ранг андоза رنگ سائز اندازه renk beden rəng ölçü 颜色 尺码 尺寸 өнгө хэмжээ"},
	{FieldBrand, "brand brands vendor manufacturer бренд марка производитель brend برانڈ برند marka 品牌 брэнд"},
	{FieldCondition, "condition itemcondition состояние"},
	{FieldAttribute, "material материал composition состав مواد malzeme 材质"},
	{FieldTitle, "title name productname product item наименование название товар имя номенклатура атауы аты nomi nom номи ном نام عنوان محصول ad ürün ürünadı məhsul 名称 品名 标题 商品 нэр बरा नाम"},
}

// guess fills in what each column seems to be: by its name, and where no name
// tells, by what stands in it.
func guess(columns []Column) {
	taken := map[Field]bool{}
	take := func(c *Column, field Field) {
		if many := field == FieldPicture || field == FieldOption || field == FieldAttribute; many || !taken[field] {
			c.Field, taken[field] = field, true
		}
	}
	for _, whole := range []bool{true, false} {
		for i := range columns {
			c := &columns[i]
			if c.Field == "" && len(c.Samples) > 0 {
				if field := byName(c.Name, whole); field != "" {
					take(c, field)
				}
			}
		}
	}
	for i := range columns {
		if c := &columns[i]; c.Field == "" && len(c.Samples) > 0 {
			if field := byContent(c.Samples); field != "" {
				take(c, field)
			}
		}
	}
	if !taken[FieldTitle] { // the first words that nothing else tells of
		for i := range columns {
			c := &columns[i]
			if c.Field == "" && len(c.Samples) > 0 && utf8.RuneCountInString(c.Samples[0]) > 2 && !numeric(c.Samples[0]) {
				take(c, FieldTitle)
			}
		}
	}
}

// byName tells a field by a column's name: by all of it, or by its first or
// last word.
func byName(name string, whole bool) Field {
	words := strings.FieldsFunc(norm(name), func(r rune) bool { return strings.ContainsRune(" ,;:()[]/_-.*№#", r) })
	if len(words) == 0 {
		return ""
	}
	tries := []string{strings.Join(words, "")}
	if !whole {
		tries = append(words[:1:1], words[len(words)-1])
	}
	for _, try := range tries {
		for _, c := range called {
			for word := range strings.FieldsSeq(c.words) {
				if word == try {
					return c.field
				}
			}
		}
	}
	return ""
}

// byContent tells a field by what stands in its rows.
func byContent(samples []string) Field {
	every := func(is func(string) bool) bool {
		for _, s := range samples {
			if !is(s) {
				return false
			}
		}
		return true
	}
	switch {
	case every(func(s string) bool {
		return (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")) && strings.ContainsAny(s, ".")
	}):
		return FieldPicture
	case every(catalog.IsGTIN):
		return FieldBarcode
	case every(func(s string) bool { return numeric(s) && strings.ContainsAny(s, ".,") }):
		return FieldPrice
	case every(func(s string) bool { return utf8.RuneCountInString(s) > 80 }):
		return FieldDescription
	}
	return ""
}

// numeric tells numbers as people write them.
func numeric(s string) bool {
	_, err := strconv.ParseFloat(strings.NewReplacer(" ", "", "\u00a0", "", ",", ".").Replace(s), 64)
	return err == nil
}
