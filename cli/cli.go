// Package cli is the command line: one command for each thing an operator does
// with a node from a terminal. It says what went wrong in words and leaves
// with 1; a wrong command line leaves with 2.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"agora/fault"
	"agora/node"
)

// commands is the command line; kong reads the tags.
type commands struct {
	Data     string `help:"Folder in which everything is kept (default agora-data; demo: agora-demo)." env:"AGORA_DATA" placeholder:"FOLDER" type:"path"`
	Listen   string `help:"Address to answer on; port 0 takes a free one." env:"AGORA_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	Database string `help:"PostgreSQL address, postgres://…; without it an embedded file in the folder." env:"AGORA_DATABASE" placeholder:"URL"`
	Dev      bool   `help:"For tests and those who write programs that shop: let these be on this machine, without TLS. Refused on a public address." env:"AGORA_DEV"`
	Gallery  bool   `help:"Show all components at /gallery, for those who work on the program." env:"AGORA_GALLERY"`
	Files    string `help:"Where pictures and files are: folder, or s3://HOST/BUCKET/PREFIX?region=REGION." env:"AGORA_FILES" default:"folder" placeholder:"ADDRESS"`
	FileKeys string `name:"files-keys" help:"File of two lines, access key and secret of the bucket; without it AGORA_FILES_KEY and AGORA_FILES_SECRET." env:"AGORA_FILES_KEYS" placeholder:"FILE" type:"path"`

	Serve   serveCommand   `cmd:"" help:"Serve the marketplace."`
	Demo    demoCommand    `cmd:"" help:"Serve a demo market, filled at the first start."`
	Import  importCommand  `cmd:"" help:"Read a catalogue, exchange rates, duty rules or records of relief."`
	Export  exportCommand  `cmd:"" help:"Write a catalogue, or the rules of duty and VAT."`
	Course  courseCommand  `cmd:"" help:"Look at a course, or write it in another format."`
	User    userCommand    `cmd:"" help:"Add people, give them roles and passwords."`
	Badges  badgeCommand   `cmd:"" name:"certificate" help:"Look after the keys that sign certificates."`
	Check   checkCommand   `cmd:"" help:"Prove that ledger, stock, orders and events agree."`
	Search  searchCommand  `cmd:"" help:"Look after the index by which goods are found."`
	Blobs   blobsCommand   `cmd:"" help:"Look after pictures and files."`
	Backup  backupCommand  `cmd:"" help:"Copy everything while the node serves."`
	Restore restoreCommand `cmd:"" help:"Put a backup into an empty folder and prove it."`
	Bench   benchCommand   `cmd:"" help:"Measure how a server of the shopping protocol answers."`
	Version versionCommand `cmd:"" help:"Say which program this is."`
}

// Run does what the arguments say and gives the exit code.
func Run(args []string, in io.Reader, out, err io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, args, in, out, err)
}

// call is what every command gets.
type call struct {
	ctx      context.Context
	in       io.Reader
	out, err io.Writer
	flags    *commands
}

// exit is how kong leaves: through a panic that run catches.
type exit int

func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) (code int) {
	var c commands
	defer func() {
		if p := recover(); p != nil {
			e, ok := p.(exit)
			if !ok {
				panic(p)
			}
			code = int(e)
		}
	}()
	parser, err := kong.New(&c, kong.Name("agora"), kong.Writers(out, errOut), kong.UsageOnError(),
		kong.Description("A marketplace for young sellers: one program, one folder of data."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Exit(func(code int) { panic(exit(code)) }))
	if err != nil {
		fmt.Fprintln(errOut, "agora:", err)
		return 2
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(errOut, "agora:", err)
		fmt.Fprintln(errOut, "agora --help says what there is.")
		return 2
	}
	if err := command.Run(&call{ctx, in, out, errOut, &c}); err != nil {
		if !errors.Is(err, errSaid) {
			complain(errOut, err)
		}
		return 1
	}
	return 0
}

// errSaid is a failure that the command has already put in words.
var errSaid = errors.New("said")

// settings are those of the flags; log lines of level and above go to err.
func (c *call) settings(folder string, level slog.Level) node.Settings {
	if c.flags.Data != "" {
		folder = c.flags.Data
	}
	return node.Settings{
		Data: folder, Listen: c.flags.Listen, Database: c.flags.Database, Gallery: c.flags.Gallery, Dev: c.flags.Dev,
		Files: c.flags.Files, FilesKeys: c.flags.FileKeys,
		Log: slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: level})),
	}
}

// defaultFolder is where a node is kept when nobody says otherwise.
const defaultFolder = "agora-data"

// with opens the node for a command and closes it afterwards.
func (c *call) with(f func(n *node.Node) error) error {
	n, err := node.Open(c.ctx, c.settings(defaultFolder, slog.LevelWarn))
	if err != nil {
		return err
	}
	return errors.Join(f(n), n.Close())
}

// complain puts an error in words: each fault on a line with its field.
func complain(w io.Writer, err error) {
	list := fault.List(err)
	if len(list) == 0 {
		fmt.Fprintln(w, "agora:", err)
		return
	}
	for _, f := range list {
		line := "agora: "
		if f.Field != "" {
			line += f.Field + ": "
		}
		fmt.Fprintln(w, line+words(f))
	}
}
