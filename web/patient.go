package web

import (
	"net/http"
	"time"
)

// stalls is how long one write of a large file may take.
const stalls = time.Minute

// Patient writes a large file and waits for a slow line as long as something goes over it:
// a film or a course may take an hour, where pages have minutes.
func Patient(w http.ResponseWriter) http.ResponseWriter { return patient{w} }

type patient struct{ http.ResponseWriter }

// Write sends a piece of the body.
func (p patient) Write(b []byte) (int, error) {
	_ = http.NewResponseController(p.ResponseWriter).SetWriteDeadline(time.Now().Add(stalls))
	return p.ResponseWriter.Write(b)
}

// Unwrap lets a controller reach the line.
func (p patient) Unwrap() http.ResponseWriter { return p.ResponseWriter }
