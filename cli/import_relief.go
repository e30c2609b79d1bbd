package cli

import (
	"fmt"
	"os"

	"agora/identity"
	"agora/node"
	"agora/relief"
)

type importRelief struct {
	Crisis int64  `required:"" help:"Number of the crisis, as its address has it." placeholder:"NUMBER"`
	Kind   string `arg:"" help:"What the file lists: offers or matches." enum:"offers,matches"`
	File   string `arg:"" help:"CSV file as GetUsPPE published it." type:"existingfile"`
}

// Run keeps the lines of another system's list; what was kept before stays as it is.
func (i importRelief) Run(c *call) error {
	f, err := os.Open(i.File)
	if err != nil {
		return err
	}
	defer f.Close()
	return c.with(func(n *node.Node) error {
		out, err := n.Relief.Import(c.ctx, identity.System(), relief.CrisisID(i.Crisis), relief.RecordKind(i.Kind), f)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%s: %v; %d of them new\n", i.Kind, &out.PastCount, out.New)
		for _, why := range out.Reasons() {
			fmt.Fprintf(c.out, "%6d %s %s\n", out.Why[why], why.Field, why.Key)
		}
		return nil
	})
}
