package bucket

import (
	"fmt"
	"net/url"
	"os"
	"strings"
)

// Address says where a bucket is.
type Address struct {
	Endpoint string // host, with a port where it is not the usual one
	Plain    bool   // HTTP without TLS, for a service on the same machine or network
	Bucket   string
	Prefix   string // before the names of objects, with its slash; "" for none
	Region   string // "" asks the service
}

// Parse reads an address: s3://HOST/BUCKET/PREFIX?region=REGION, where prefix
// and region may be left out; s3+http:// is without TLS.
func Parse(s string) (a Address, err error) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "s3" && u.Scheme != "s3+http" {
		return a, fmt.Errorf("no address of a bucket: want s3://HOST/BUCKET/PREFIX?region=REGION")
	}
	if u.User != nil {
		return a, fmt.Errorf("the keys of a bucket do not belong in its address")
	}
	for name := range u.Query() {
		if name != "region" {
			return a, fmt.Errorf("the address of a bucket knows no %q", name)
		}
	}
	a = Address{Endpoint: u.Host, Plain: u.Scheme == "s3+http", Region: u.Query().Get("region")}
	a.Bucket, a.Prefix, _ = strings.Cut(strings.Trim(u.Path, "/"), "/")
	if a.Endpoint == "" || a.Bucket == "" {
		return a, fmt.Errorf("the address of a bucket has a host and a bucket: s3://HOST/BUCKET")
	}
	if a.Prefix != "" {
		a.Prefix += "/"
	}
	return a, nil
}

// Below gives the address of a folder in that of a.
func (a Address) Below(folder string) Address {
	a.Prefix += folder + "/"
	return a
}

// Keys are what the service knows the node by.
type Keys struct{ Access, Secret string }

// ReadKeys reads them from a file of two lines, the access key and its secret.
func ReadKeys(file string) (k Keys, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return k, err
	}
	fields := strings.Fields(string(text))
	if len(fields) != 2 {
		return k, fmt.Errorf("%s: want two lines, the access key and its secret", file)
	}
	return Keys{fields[0], fields[1]}, nil
}
