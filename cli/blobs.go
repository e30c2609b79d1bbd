package cli

import (
	"fmt"
	"log/slog"

	"agora/blob"
)

type blobsCommand struct {
	Copy copyBlobsCommand `cmd:"" help:"Copy all files from one store to another; may be broken off and begun again."`
}

type copyBlobsCommand struct {
	From string `arg:"" help:"Where they are: folder (the node's own), or s3://HOST/BUCKET/PREFIX."`
	To   string `arg:"" help:"Where they go: the same."`
}

// Run copies the public files and the private ones, while the node serves.
func (c *copyBlobsCommand) Run(x *call) error {
	if c.From == c.To {
		return fmt.Errorf("from %s to %s there is nothing to copy", c.From, c.To)
	}
	settings := x.settings(defaultFolder, slog.LevelWarn)
	from, err := settings.ShelvesAt(x.ctx, c.From)
	if err != nil {
		return err
	}
	to, err := settings.ShelvesAt(x.ctx, c.To)
	if err != nil {
		return err
	}
	broken := 0
	for _, pair := range []struct {
		what     string
		from, to *blob.Store
	}{{"public", from.Public, to.Public}, {"private", from.Private, to.Private}} {
		tell := func(d blob.Copied) {
			fmt.Fprintf(x.out, "%s: %d copied (%d bytes), %d were there, %d broken\n", pair.what, d.Files, d.Bytes, d.There, len(d.Broken))
		}
		done, err := blob.Copy(x.ctx, pair.from, pair.to, tell)
		tell(done)
		for _, words := range done.Broken {
			fmt.Fprintln(x.err, "agora: "+pair.what+": "+words)
		}
		if err != nil {
			return err
		}
		broken += len(done.Broken)
	}
	if broken > 0 {
		return errSaid
	}
	return nil
}
