package web

import "strings"

// Live lets a page use the camera, the microphone and the screen, and reach the
// engine of live rooms at an address such as "wss://live.example". Other pages
// may not. Call it before anything is written.
func (r *Request) Live(address string) {
	h := r.W.Header()
	h.Set("Permissions-Policy", "camera=(self), display-capture=(self), geolocation=(), microphone=(self)")
	scheme, host, ok := strings.Cut(address, "://")
	if !ok || scheme != "ws" && scheme != "wss" || strings.ContainsAny(host, " ;,'\"/") {
		return
	}
	// "self" is no web socket to older browsers; by HTTP they ask what went wrong.
	reach := "connect-src 'self' " + address + " http" + strings.TrimPrefix(address, "ws") + ";"
	h.Set("Content-Security-Policy", strings.Replace(policy, "connect-src 'self';", reach, 1))
}

// StreamRoot is below what streams are served, each by an address that is a key.
const StreamRoot = "/stream/"

// Playing lets a page play what its script puts together (hls.js). Call it before
// anything is written.
func (r *Request) Playing() {
	h := r.W.Header()
	h.Set("Content-Security-Policy", strings.Replace(policy, "media-src 'self';", "media-src 'self' blob:;", 1))
}
