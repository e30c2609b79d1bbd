package qr

import "fmt"

// crc16 is CRC-16/CCITT-FALSE: polynomial 1021, start FFFF, not reflected.
func crc16(s string) uint16 {
	crc := uint16(0xFFFF)
	for i := range len(s) {
		crc ^= uint16(s[i]) << 8
		for range 8 {
			if crc&0x8000 != 0 {
				crc = crc<<1 ^ 0x1021
			} else {
				crc <<= 1
			}
		}
	}
	return crc
}

const crcHead = "6304" // tag and length of the check sum, which covers them too

// sealed gives the text with its check sum.
func sealed(text string) string {
	text += crcHead
	return text + fmt.Sprintf("%04X", crc16(text))
}

// unsealed gives the text before its check sum, which must be right and last.
func unsealed(text string) (string, error) {
	at := len(text) - len(crcHead) - 4
	if at < 0 || text[at:at+4] != crcHead {
		return "", wrong("63", ErrMissing)
	}
	if sealed(text[:at]) != text {
		return "", wrong("63", ErrCRC)
	}
	return text[:at], nil
}
