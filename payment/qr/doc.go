// Package qr pays with the buyer's own bank app: it writes what a QR code or a
// link says, draws the code, and is the way "qr" of package payment.
//
// Four families of text are built and read, strictly and without any I/O: the
// merchant-presented code of EMVCo (Code: KHQR, Bharat QR, and every rail whose
// account template the operator knows), the UPI link (Link), the payment order
// ST0001 of GOST R 56042-2014 (Order) and TR Karekod (Karekod). What is built
// reads back as the same, and what reads builds the same again.
//
// Sources, read on 2026-11-23: EMVCo MPM 1.1 as quoted by its users, the public
// library of KHQR 1.0.20, public articles on UPI, Bharat QR and TR Karekod, and
// the tests of public ST00012 encoders. The merchant tags of NEPALPAY, LANKAQR,
// Raast and AZQR were not read: an operator gets them from her bank and writes
// them as they are.
//
// Invariants: a length counts characters, as EMVCo's own example does, while
// limits count bytes, so that no reader finds a value too long; a name is never
// cut inside what a person takes for one letter; the check sum covers the bytes.
package qr
