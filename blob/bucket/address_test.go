package bucket

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAddresses(t *testing.T) {
	for s, want := range map[string]Address{
		"s3://s3.example.org/agora":                          {Endpoint: "s3.example.org", Bucket: "agora"},
		"s3://s3.example.org/agora/":                         {Endpoint: "s3.example.org", Bucket: "agora"},
		"s3://s3.example.org:9000/agora/a/b?region=eu-1":     {Endpoint: "s3.example.org:9000", Bucket: "agora", Prefix: "a/b/", Region: "eu-1"},
		"s3+http://10.0.0.5:9000/agora/market/?region=local": {Endpoint: "10.0.0.5:9000", Plain: true, Bucket: "agora", Prefix: "market/", Region: "local"},
	} {
		if got, err := Parse(s); err != nil || got != want {
			t.Errorf("%s: %+v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "folder", "https://s3.example.org/agora", "s3://s3.example.org", "s3:///agora", "s3://key:secret@s3.example.org/agora",
		"s3://s3.example.org/agora?acl=public", "s3://%zz/agora"} {
		if got, err := Parse(s); err == nil {
			t.Errorf("%s is read as %+v", s, got)
		}
	}
	if at := (Address{Bucket: "agora", Prefix: "a/"}).Below("private"); at.Prefix != "a/private/" {
		t.Errorf("below: %+v", at)
	}
}

func TestKeysAreReadFromAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "keys")
	for text, want := range map[string]Keys{"AKIA\nsecret\n": {"AKIA", "secret"}, "AKIA\r\nsecret": {"AKIA", "secret"}, "AKIA\n": {}, "a b c": {}} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if k, err := ReadKeys(file); k != want || (err == nil) != (want != Keys{}) {
			t.Errorf("%q: %+v, %v", text, k, err)
		}
	}
	if _, err := ReadKeys(file + ".none"); err == nil {
		t.Error("a file that is not there was read")
	}
}
