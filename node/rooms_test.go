package node

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"agora/fault"
	"agora/identity"
	"agora/room"
	"agora/room/livekit"
)

// liveNode serves with live rooms on a port of its own.
func liveNode(t *testing.T) *Node {
	t.Helper()
	c, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	port := c.LocalAddr().(*net.UDPAddr).Port
	c.Close()
	s := settings(t, t.TempDir())
	n, err := Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.House.Save(t.Context(), identity.System(), map[string]string{"live_ports": strconv.Itoa(port), "live_address": "127.0.0.1"}); err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	return start(t, s)
}

// upgrade asks for a web socket, and gives the answer with its open connection.
func upgrade(t *testing.T, address string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
		"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Accept-Encoding": "gzip, br"} {
		r.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// TestALiveRoomIsReachedThroughTheNode goes in by the address of the node, past
// all that stands around its pages, and stays until the node stops.
func TestALiveRoomIsReachedThroughTheNode(t *testing.T) {
	n := liveNode(t)
	stopped := false
	defer func() {
		if !stopped {
			stop(t, n)
		}
	}()
	err := n.Rooms.Open(t.Context(), room.Spec{ID: "one"})
	if !livekit.Built {
		if !fault.HasKey(err, "fault.room_none") {
			t.Errorf("a program without live rooms says %v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	ticket, err := n.Rooms.Admit(t.Context(), "one", room.Person{ID: "7"}, room.Grant{Role: room.Viewer})
	if err != nil {
		t.Fatal(err)
	}
	if ticket.Address != "ws"+strings.TrimPrefix(n.Addr(), "http") {
		t.Errorf("browsers are sent to %s", ticket.Address)
	}
	res := upgrade(t, n.Addr()+"/rtc?auto_subscribe=0&protocol=15&access_token="+ticket.Token)
	defer res.Body.Close()
	if res.StatusCode != http.StatusSwitchingProtocols || res.Header.Get("Content-Encoding") != "" {
		t.Fatalf("the door answers %d %v", res.StatusCode, res.Header)
	}
	in := bufio.NewReader(res.Body)
	if first, err := in.ReadByte(); err != nil || first&0x0f != 2 { // a whole binary message: who joined
		t.Fatalf("the first byte is %x, %v", first, err)
	}
	if _, page := fetch(t, n, "/metrics"); strings.Contains(page, "livekit") {
		t.Error("LiveKit counts among the node's own")
	}
	for _, path := range []string{"/twirp/livekit.RoomService/ListRooms", "/whip/v1", "/rtc/v2"} {
		if status, _ := fetch(t, n, path, "Authorization", "Bearer "+ticket.Token); status != http.StatusNotFound {
			t.Errorf("%s answers %d", path, status)
		}
	}
	begin := time.Now()
	stop(t, n)
	stopped = true
	if _, err := io.Copy(io.Discard, in); err != nil {
		t.Logf("the connection ended with %v", err)
	}
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("stopped after %s", took)
	}
}

// TestAServingNodeStartsNoRooms looks at what a node without live rooms pays.
func TestAServingNodeStartsNoRooms(t *testing.T) {
	n := liveNode(t)
	defer stop(t, n)
	if res := upgrade(t, n.Addr()+"/rtc?access_token=x"); res.StatusCode != http.StatusUnauthorized && livekit.Built {
		t.Errorf("a stranger is answered with %d", res.StatusCode)
	}
	if status, _, _ := knock(t, n, "/hook/live", "{}"); status != http.StatusNotFound {
		t.Errorf("nobody outside is heard, and yet %d", status)
	}
}
