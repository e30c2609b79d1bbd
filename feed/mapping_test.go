package feed

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"agora/audit"
	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/digital"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

const ownTable = "Наименование;Цена, сом;Остаток;Артикул;Цвет;Вес (кг);Фото;اردو نام;Поставщик\n" +
	"Шапка;950,50;3;C-1;красный;0,2;https://a.test/1.jpg;ٹوپی;Ош\nШапка;950;2;C-2;синий;0,2;;;Ош\nЧай;120;10;T-1;;;;;\n"

// guessed gives the columns and what they were taken for.
func guessed(list []Column) string {
	var b strings.Builder
	for _, c := range list {
		b.WriteString(c.Name + "=" + string(c.Field) + " ")
	}
	return b.String()
}

func TestColumnsOfAnyTable(t *testing.T) {
	for header, want := range map[string]string{
		"Product Name,Price (USD),In stock,Item No,Photo 1,Photo 2\nCap,1.5,3,C,https://a.test/1.jpg,https://a.test/2.jpg\n": "Product Name=title Price (USD)=price In stock=stock Item No=sku Photo 1=picture Photo 2=picture ",
		"نام,قیمت,تعداد,رنگ\nٹوپی,10,3,سرخ\n":                                                                                "نام=title قیمت=price تعداد=stock رنگ=option ",
		"名称,价格,库存,图片\n帽子,10.50,3,https://a.test/1.jpg\n":                                                                     "名称=title 价格=price 库存=stock 图片=picture ",
		"Nomi,Narxi,Qoldiq,Rang\nDoʻppi,10,3,qizil\n":                                                                        "Nomi=title Narxi=price Qoldiq=stock Rang=option ",
		"a,b,c,d\nWoollen cap,10.50,4600000000015,https://a.test/1.jpg\nTea,3.20,,\n":                                        "a=title b=price c=barcode d=picture ",
	} {
		s := newStall(t, sqlite(t))
		got, err := s.Columns(t.Context(), s.owner, s.shop, strings.NewReader(header))
		if diff := cmp.Diff(want, guessed(got)); err != nil || diff != "" {
			t.Error(err, diff)
		}
	}
}

func TestAMappingIsRememberedByShop(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stall) {
		columns, err := s.Columns(t.Context(), s.owner, s.shop, strings.NewReader(ownTable))
		if err != nil || len(columns) != 9 || columns[0].Samples[1] != "Шапка" {
			t.Fatal(err, columns)
		}
		if got, want := guessed(columns[:7]), "Наименование=title Цена, сом=price Остаток=stock Артикул=sku Цвет=option Вес (кг)=weight Фото=picture "; got != want {
			t.Error(got)
		}
		if _, err := s.Import(t.Context(), s.owner, s.shop, strings.NewReader(ownTable), How{}); !fault.HasKey(err, "fault.feed_header") {
			t.Fatal(err)
		}
		columns[7].Field, columns[8].Field = "title:ur", "price:ur"
		var f fault.Fields
		if err := s.SaveMapping(t.Context(), s.owner, s.shop, columns); !errors.As(err, &f) || f[0].Field != "column.8" {
			t.Fatal(err)
		}
		columns[8].Field = FieldAttribute
		if err := s.SaveMapping(t.Context(), identity.Guest(), s.shop, columns); !fault.Is(err, fault.Forbidden) {
			t.Fatal(err)
		}
		if err := s.SaveMapping(t.Context(), s.owner, s.shop, columns); err != nil {
			t.Fatal(err)
		}
		r := s.load(t, strings.NewReader(ownTable), false)
		if r.Format != Mapped || len(r.Problems) > 0 || len(r.Products) != 2 {
			t.Fatal(r.Format, told(r.Problems))
		}
		d := s.all(t)
		want := "чай active \"Чай\" [T-1 [] 120.00 x10 0g]\nшапка active \"Шапка\" Цвет/красный=красный/синий=синий [C-1 [красный] 950.50 x3 200g] [C-2 [синий] 950.00 x2 200g]\n"
		if diff := cmp.Diff(want, shape(d)); diff != "" || d[1].Title["ur"] != "ٹوپی" || len(d[1].Attributes) != 1 {
			t.Error(diff, d[1].Title)
		}
		if r := s.load(t, strings.NewReader(ownTable), false); r.Same != 2 {
			t.Error("the same table again changed something")
		}
		if again, err := s.Columns(t.Context(), s.owner, s.shop, strings.NewReader(ownTable)); err != nil || again[7].Field != "title:ur" {
			t.Error(err, again)
		}
		if m, err := s.mapping(t.Context(), s.shop.ID+1, strings.Split(strings.Split(ownTable, "\n")[0], ";")); m != nil || err != nil {
			t.Error("another shop sees it", err)
		}
	})
}

func sqlite(t *testing.T) *db.DB {
	t.Helper()
	return dbtest.SQLite(t, event.Schema, identity.Schema, audit.Schema, digital.Schema, catalog.Schema, Schema)
}
