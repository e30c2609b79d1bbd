package cli

import (
	"fmt"
	"log/slog"
	"runtime"

	"agora/node"
)

type checkCommand struct{}

// Run checks the node; any problem is exit code 1.
func (checkCommand) Run(c *call) error {
	return c.with(func(n *node.Node) error {
		list, err := n.Check(c.ctx)
		if err != nil {
			return err
		}
		return c.report(list)
	})
}

func (c *call) report(list []node.Finding) error {
	if err := node.Print(c.out, list); err != nil {
		return err
	}
	if !node.Sound(list) {
		return errSaid
	}
	return nil
}

type backupCommand struct {
	To string `arg:"" help:"New folder, or new file ending in .tar.gz." type:"path"`
}

// Run copies everything.
func (b backupCommand) Run(c *call) error {
	return c.with(func(n *node.Node) error {
		if err := n.Backup(c.ctx, b.To); err != nil {
			return err
		}
		fmt.Fprintln(c.out, "backed up to", b.To)
		return nil
	})
}

type restoreCommand struct {
	From string `arg:"" help:"Folder or .tar.gz that backup wrote." type:"existingpath"`
}

// Run restores into the folder of --data and proves it.
func (r restoreCommand) Run(c *call) error {
	s := c.settings(defaultFolder, slog.LevelWarn)
	list, err := node.Restore(c.ctx, s, r.From)
	if err != nil {
		return err
	}
	if err := c.report(list); err != nil {
		return err
	}
	fmt.Fprintln(c.out, "restored to", s.Data)
	return nil
}

type versionCommand struct{}

// Run says which program this is.
func (versionCommand) Run(c *call) error {
	_, err := fmt.Fprintln(c.out, "agora", node.Version(), runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
	return err
}
