package load

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"time"
)

// maxBody bounds what is read of one answer.
const maxBody = 16 << 20

// wire is one kept connection of HTTP/1.1. It holds its buffers, so that a
// request costs no allocation once they have grown.
type wire struct {
	address string // host:port to dial
	name    string // of the certificate; "" without TLS
	timeout time.Duration

	conn   net.Conn
	reader *bufio.Reader
	used   bool // an answer came over it before

	keep string // header of answers that is remembered; "" for none
	kept []byte // what the last of it said
	body []byte
}

// newWire is a connection to the server of an address; nothing is dialled yet.
func newWire(u *url.URL, timeout time.Duration) *wire {
	w := &wire{timeout: timeout, reader: bufio.NewReaderSize(nil, 16<<10)}
	port := u.Port()
	if u.Scheme == "https" {
		w.name = u.Hostname()
		if port == "" {
			port = "443"
		}
	} else if port == "" {
		port = "80"
	}
	w.address = net.JoinHostPort(u.Hostname(), port)
	return w
}

// dial opens the connection unless it is open.
func (w *wire) dial() error {
	if w.conn != nil {
		return nil
	}
	d := net.Dialer{Timeout: w.timeout}
	var err error
	if w.name != "" {
		w.conn, err = tls.DialWithDialer(&d, "tcp", w.address, &tls.Config{ServerName: w.name, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}})
	} else {
		w.conn, err = d.Dial("tcp", w.address)
	}
	if err != nil {
		w.conn = nil
		return err
	}
	w.reader.Reset(w.conn)
	w.used = false
	return nil
}

func (w *wire) close() {
	if w.conn != nil {
		_ = w.conn.Close() // nothing is left to be said on it
		w.conn = nil
	}
}

// send sends a whole request and reads the answer. The body is valid until the
// next one. A kept connection that the server has closed meanwhile is opened
// anew, once.
func (w *wire) send(request []byte) (status int, body []byte, err error) {
	for {
		if err := w.dial(); err != nil {
			return 0, nil, err
		}
		kept := w.used
		status, again, err := w.exchange(request)
		if err == nil {
			return status, w.body, nil
		}
		w.close()
		if !kept || !again {
			return 0, nil, err
		}
	}
}

// exchange is one request and its answer; again says that the server took
// nothing of it.
func (w *wire) exchange(request []byte) (status int, again bool, err error) {
	if err := w.conn.SetDeadline(time.Now().Add(w.timeout)); err != nil {
		return 0, true, err
	}
	if _, err := w.conn.Write(request); err != nil {
		return 0, true, err
	}
	if _, err := w.reader.Peek(1); err != nil {
		var late net.Error
		return 0, !errors.As(err, &late) || !late.Timeout(), err
	}
	for {
		var h head
		if h, err = w.readHead(); err != nil {
			return 0, false, err
		}
		if h.status < 200 {
			continue // a hint before the answer
		}
		if err = w.readBody(h); err != nil {
			return 0, false, err
		}
		w.used = true
		if h.closes {
			w.close()
		}
		return h.status, false, nil
	}
}

// head is what matters of an answer's head. length is -1 when it is unknown.
type head struct {
	status          int
	length          int
	chunked, closes bool
}

var (
	contentLength    = []byte("content-length")
	transferEncoding = []byte("transfer-encoding")
	connection       = []byte("connection")
	contentEncoding  = []byte("content-encoding")
)

func (w *wire) readHead() (head, error) {
	h := head{length: -1}
	line, err := w.line()
	if err != nil {
		return h, err
	}
	version, rest, _ := bytes.Cut(line, []byte(" "))
	if len(rest) < 3 || !bytes.HasPrefix(version, []byte("HTTP/1.")) {
		return h, fmt.Errorf("not HTTP/1.1: %.40q", line)
	}
	h.closes = string(version) == "HTTP/1.0"
	if h.status = whole(rest[:3]); h.status < 100 {
		return h, fmt.Errorf("not a status: %.40q", line)
	}
	for {
		if line, err = w.line(); err != nil {
			return h, err
		}
		if len(line) == 0 {
			return h, nil
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimSpace(value)
		switch {
		case bytes.EqualFold(name, contentLength):
			if h.length = whole(value); h.length < 0 {
				return h, fmt.Errorf("not a length: %.40q", line)
			}
		case bytes.EqualFold(name, transferEncoding):
			h.chunked = bytes.EqualFold(value, []byte("chunked"))
		case bytes.EqualFold(name, connection):
			h.closes = bytes.EqualFold(value, []byte("close"))
		case bytes.EqualFold(name, contentEncoding) && !bytes.EqualFold(value, []byte("identity")):
			return h, fmt.Errorf("the answer is encoded as %.20q, which nobody asked for", value)
		case w.keep != "" && bytes.EqualFold(name, []byte(w.keep)):
			w.kept = append(w.kept[:0], value...)
		}
	}
}

// whole reads a number of at most nine digits; -1 when it is none.
func whole(text []byte) (n int) {
	if len(text) == 0 || len(text) > 9 {
		return -1
	}
	for _, c := range text {
		if c < '0' || c > '9' {
			return -1
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// line reads one line of the head without its end.
func (w *wire) line() ([]byte, error) {
	line, err := w.reader.ReadSlice('\n')
	if err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(line[:len(line)-1], []byte("\r")), nil
}

func (w *wire) readBody(h head) error {
	w.body = w.body[:0]
	switch {
	case h.status == 204 || h.status == 304:
		return nil
	case h.chunked:
		return w.readChunks()
	case h.length >= 0:
		return w.fill(h.length)
	}
	if !h.closes {
		return errors.New("an answer without length on a kept connection")
	}
	rest, err := io.ReadAll(io.LimitReader(w.reader, maxBody))
	w.body = append(w.body, rest...)
	return err
}

func (w *wire) readChunks() error {
	for {
		line, err := w.line()
		if err != nil {
			return err
		}
		size, _, _ := bytes.Cut(line, []byte(";"))
		n, err := strconv.ParseUint(string(bytes.TrimSpace(size)), 16, 31)
		if err != nil {
			return fmt.Errorf("not a chunk: %.40q", line)
		}
		if n > 0 {
			if err := w.fill(int(n)); err != nil {
				return err
			}
		}
		for { // the end of the chunk's line, or of the trailer
			line, err := w.line()
			if err != nil {
				return err
			}
			if len(line) == 0 {
				break
			}
		}
		if n == 0 {
			return nil
		}
	}
}

// fill reads n more bytes of the body.
func (w *wire) fill(n int) error {
	have := len(w.body)
	if have+n > maxBody {
		return fmt.Errorf("an answer of more than %d MB", maxBody>>20)
	}
	if cap(w.body) < have+n {
		grown := make([]byte, have, 2*(have+n))
		copy(grown, w.body)
		w.body = grown
	}
	w.body = w.body[:have+n]
	_, err := io.ReadFull(w.reader, w.body[have:])
	return err
}
