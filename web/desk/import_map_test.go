package desk

import (
	"archive/zip"
	"bytes"
	"context"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// kept finds the token of a kept file in a page.
func kept(page string) string {
	_, rest, _ := strings.Cut(page, `name="token" value="`)
	found, _, _ := strings.Cut(rest, `"`)
	return found
}

func TestAnUnknownTableIsMapped(t *testing.T) {
	b := newBench(t)
	at := b.desk(b.shop) + "/import"
	r := b.sendFile("sadia", at, nil, "file", []byte("Product,Cost,Left,Shade\nSock,12.50,4,red\nSock,12.50,2,blue\nSash,oops,1,\n"))
	if r.status != 200 || !strings.Contains(r.body, `name="column.3"`) || !strings.Contains(r.body, "red · blue") || !strings.Contains(r.body, `value="title" selected`) {
		t.Fatalf("columns: %d %s", r.status, r.body)
	}
	said := url.Values{"token": {kept(r.body)}, "column.0": {"title"}, "column.1": {""}, "column.2": {"stock"}, "column.3": {"option"}}
	if r = b.ask("sadia", at+"/columns", said); r.status != 422 || !strings.Contains(r.body, `value="option" selected`) {
		t.Fatalf("without a price: %d", r.status)
	}
	said.Set("column.1", "price")
	said.Set("token", kept(r.body))
	r = b.ask("sadia", at+"/columns", said)
	if r.status != 422 || !strings.Contains(r.body, "Cost") || !strings.Contains(r.body, `name="good" value="yes"`) {
		t.Fatalf("a bad price: %d %s", r.status, r.body)
	}
	if r = b.ask("sadia", at+"/confirm", url.Values{"token": {kept(r.body)}, "good": {"yes"}}); r.status != 303 {
		t.Fatalf("import: %d %s", r.status, r.body)
	}
	p, _, err := b.Catalog.Product(context.Background(), "loom", "sock")
	if err != nil || len(p.Variants) != 2 || p.Variants[1].Values[0] != "blue" {
		t.Errorf("%v %+v", err, p.Variants)
	}
	if r := b.ask("sadia", at+"/columns", url.Values{"token": {"x"}}); r.status != 422 {
		t.Errorf("a file that is gone: %d", r.status)
	}
	if r := b.ask("bilal", at+"/columns", said); r.status != 404 && r.status != 403 {
		t.Errorf("another's shop: %d", r.status)
	}
}

func TestAZipOfPicturesIsTaken(t *testing.T) {
	b := newBench(t)
	at := b.desk(b.shop) + "/import/pictures"
	if r := b.sendFile("sadia", at, nil, "pictures", []byte("no zip")); r.status != 422 || !strings.Contains(r.body, "f-pictures") {
		t.Errorf("no zip: %d", r.status)
	}
	var file bytes.Buffer
	b.must(zip.NewWriter(&file).Close())
	if r := b.sendFile("sadia", at, nil, "pictures", file.Bytes()); r.status != 303 {
		t.Errorf("an empty zip: %d %s", r.status, r.body)
	}
}

func TestPicturesThatDidNotComeAreListed(t *testing.T) {
	b := newBench(t)
	at := b.desk(b.shop) + "/import"
	r := b.sendFile("sadia", at, nil, "file", []byte("Handle,Title,Variant Price,Image Src\nsock,Sock,5,http://127.0.0.1/x.png\n"))
	if r = b.ask("sadia", at+"/confirm", url.Values{"token": {kept(r.body)}}); r.status != 303 {
		t.Fatal(r.status)
	}
	p, _, err := b.Catalog.Product(context.Background(), "loom", "sock")
	b.must(err)
	b.must(b.Feed.FetchPictures(t.Context(), b.shop.ID, p.ID))
	if r = b.ask("sadia", at, nil); !strings.Contains(r.body, "http://127.0.0.1/x.png") || !strings.Contains(r.body, "open net") {
		t.Errorf("missing: %s", r.body)
	}
	if r = b.ask("sadia", at+"/again", url.Values{"product": {strconv.FormatInt(int64(p.ID), 10)}, "address": {"http://127.0.0.1/x.png"}}); r.status != 303 {
		t.Errorf("again: %d", r.status)
	}
	if r = b.ask("sadia", at, nil); !strings.Contains(r.body, "http://127.0.0.1/x.png") || strings.Contains(r.body, "open net") {
		t.Errorf("tried again: %s", r.body)
	}
}
