package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"agora/load"
)

type benchCommand struct {
	Target   string        `arg:"" help:"Address of the server, such as http://127.0.0.1:8080; its profile says the rest." placeholder:"URL"`
	Scenario string        `help:"What buyers do: browse, search, cart, purchase, or flash (all at once for the same things)." enum:"browse,search,cart,purchase,flash" default:"browse"`
	Workers  int           `help:"Connections, each with one buyer at a time (1 to 10000)." default:"16"`
	Rate     float64       `help:"Buyers who come each second, however the server answers (an open loop); 0: each worker begins anew when it is done." default:"0"`
	WarmUp   time.Duration `name:"warm-up" help:"Time before the measurement." default:"2s"`
	Duration time.Duration `help:"Time of the measurement (up to 24h)." default:"10s"`
	Timeout  time.Duration `help:"How long to wait for an answer (up to 10m)." default:"10s"`
	Seed     uint64        `help:"The same seed makes the same choices." default:"1"`
	Profile  string        `help:"Platform profile to show; without it one is served on the loopback, for servers of this machine that run with --dev." placeholder:"URL"`
	Country  string        `help:"Where buyers are." default:"KG"`
	Language string        `help:"What buyers read." default:"en"`
	Currency string        `help:"What buyers pay in; the server chooses without it." placeholder:"CODE"`
	Words    string        `help:"File of words to search for, one a line; without it words of titles." type:"existingfile" placeholder:"FILE"`
	Goods    int           `help:"How many variants to look up before (1 to 100000)." default:"1000"`
	Limit    int           `help:"How many products of a list to ask for; 0 leaves it to the server." default:"0"`
	Item     []string      `help:"Variant to buy; may be repeated." placeholder:"ID"`
	Buyers   int           `help:"How many come to a flash sale (1 to 10000)." default:"2000"`
	Page     string        `help:"Page of the same address, such as /s/felt, that others look at during a flash sale." placeholder:"PATH"`
	Pay      string        `help:"Part of the name of the way to pay, such as cash_on_delivery." placeholder:"WORD"`
	Token    string        `help:"Token of play money." default:"success_token"`
	JSON     string        `name:"json" help:"File for the report as JSON; - for the terminal, in place of the table." placeholder:"FILE"`
	Plot     string        `help:"File for the latencies as a picture (SVG)." placeholder:"FILE"`
}

// Run measures a server and says what came of it.
func (b benchCommand) Run(c *call) error {
	words, err := b.words()
	if err != nil {
		return err
	}
	report, err := load.Run(c.ctx, load.Settings{
		Target: b.Target, Scenario: b.Scenario, Workers: b.Workers, Rate: b.Rate, Warmup: b.WarmUp, Duration: b.Duration,
		Timeout: b.Timeout, Seed: b.Seed, Profile: b.Profile, Country: b.Country, Language: b.Language, Currency: b.Currency,
		Words: words, Goods: b.Goods, Limit: b.Limit, Items: b.Item, Buyers: b.Buyers, Page: b.Page, Pay: b.Pay, Token: b.Token,
	}, c.err)
	if err != nil {
		return err
	}
	if b.Plot != "" {
		if err := written(b.Plot, report.Plot); err != nil {
			return err
		}
	}
	asJSON := func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(report)
	}
	switch b.JSON {
	case "-":
		err = asJSON(c.out)
	case "":
		err = report.Write(c.out)
	default:
		err = errors.Join(written(b.JSON, asJSON), report.Write(c.out))
	}
	if err == nil && report.Failed() {
		err = fmt.Errorf("no buyer came to the end")
	}
	return err
}

// maxWords bounds the list of words.
const maxWords = 100_000

func (b benchCommand) words() ([]string, error) {
	if b.Words == "" {
		return nil, nil
	}
	text, err := os.ReadFile(b.Words)
	if err != nil {
		return nil, err
	}
	var words []string
	for line := range strings.Lines(string(text)) {
		if w := strings.TrimSpace(line); w != "" && len(words) < maxWords {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return nil, fmt.Errorf("%s has no words", b.Words)
	}
	return words, nil
}

// written makes a file of what f writes.
func written(name string, f func(io.Writer) error) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(f(file), file.Close())
}
