//go:build !nolive

package livekit

import (
	"sync"

	"github.com/pion/interceptor"
	"github.com/pion/webrtc/v4"
)

// receiver makes the lines of recorders, which take Opus and H.264 only: what a
// film is made of.
var receiver = sync.OnceValues(func() (*webrtc.API, error) {
	m := &webrtc.MediaEngine{}
	if err := accept(m); err != nil {
		return nil, err
	}
	repair := &interceptor.Registry{}
	if err := webrtc.RegisterDefaultInterceptors(m, repair); err != nil {
		return nil, err
	}
	var s webrtc.SettingEngine
	s.SetIncludeLoopbackCandidate(true) // the server may be on this machine only
	return webrtc.NewAPI(webrtc.WithMediaEngine(m), webrtc.WithInterceptorRegistry(repair), webrtc.WithSettingEngine(s)), nil
})

// accept names the codecs that a recorder takes, with numbers that mean nothing: the
// server offers its own.
func accept(m *webrtc.MediaEngine) error {
	opus := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: soundRate, Channels: 2, SDPFmtpLine: "minptime=10;useinbandfec=1"}
	if err := m.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: opus, PayloadType: 111}, webrtc.RTPCodecTypeAudio); err != nil {
		return err
	}
	repair := []webrtc.RTCPFeedback{{Type: "goog-remb"}, {Type: "ccm", Parameter: "fir"}, {Type: "nack"}, {Type: "nack", Parameter: "pli"}}
	for i, profile := range []string{"42e01f", "640032"} { // constrained baseline, high
		h264 := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeH264, ClockRate: pictureRate, RTCPFeedback: repair,
			SDPFmtpLine: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=" + profile}
		if err := m.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: h264, PayloadType: webrtc.PayloadType(125 - i)}, webrtc.RTPCodecTypeVideo); err != nil {
			return err
		}
	}
	return nil
}
