// Package load drives a server of the Universal Commerce Protocol as many
// buyers would, and measures how it answers: any server, by its address alone.
// It owns no tables and imports nothing of Agora, so that what it measures is
// what a stranger would see.
//
// A closed loop has a number of workers that each wait for their answer before
// they go on; it finds how much a server can do. An open loop has arrivals at a
// rate, whether or not the server keeps up; latency counts from the moment an
// arrival was due, so that waiting behind a slow answer is not left out.
//
// Generator and server often share a machine. The inner loop therefore has
// its own small HTTP/1.1 client and reads from answers only what it needs.
package load
