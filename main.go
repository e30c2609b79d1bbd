// Agora is a marketplace for young sellers: one program, one folder of data.
package main

import (
	"os"

	"agora/cli"
)

func main() { os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
