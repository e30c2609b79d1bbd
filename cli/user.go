package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"agora/country"
	"agora/identity"
	"agora/node"
)

type userCommand struct {
	Add      userAdd      `cmd:"" help:"Add a person; the password is the first line of standard input."`
	Grant    userGrant    `cmd:"" help:"Give a person a role on the node."`
	Password userPassword `cmd:"" help:"Set a person's password to the first line of standard input; ends their sessions."`
}

type userAdd struct {
	Name     string `required:"" help:"As others see it."`
	Login    string `required:"" help:"E-mail address or phone number."`
	Country  string `required:"" help:"Two letters, for example KG." placeholder:"CC"`
	Lang     string `help:"Language of messages to them." default:"en"`
	Operator bool   `help:"Let them run the node."`
}

// Run adds a person.
func (u userAdd) Run(c *call) error {
	password, err := c.secret()
	if err != nil {
		return err
	}
	return c.with(func(n *node.Node) error {
		p, err := n.Identity.SignUp(c.ctx, identity.NewPerson{Name: u.Name, Login: u.Login, Password: password,
			Country: country.Code(strings.ToUpper(u.Country)), Lang: u.Lang})
		if err != nil {
			return err
		}
		if u.Operator {
			if err := n.Identity.Grant(c.ctx, identity.System(), p.ID, identity.Operator); err != nil {
				return err
			}
		}
		fmt.Fprintln(c.out, "added", p.Name)
		return nil
	})
}

type userGrant struct {
	Login string `arg:"" help:"E-mail address or phone number."`
	Role  string `arg:"" enum:"operator,moderator,coordinator,caller" help:"operator, moderator, coordinator or caller."`
}

// Run gives a role.
func (u userGrant) Run(c *call) error {
	return c.with(func(n *node.Node) error {
		p, err := n.Identity.ByLogin(c.ctx, identity.System(), u.Login)
		if err != nil {
			return err
		}
		if err := n.Identity.Grant(c.ctx, identity.System(), p.ID, identity.Role(u.Role)); err != nil {
			return err
		}
		fmt.Fprintln(c.out, p.Name, "is", u.Role)
		return nil
	})
}

type userPassword struct {
	Login string `arg:"" help:"E-mail address or phone number."`
}

// Run sets a password.
func (u userPassword) Run(c *call) error {
	password, err := c.secret()
	if err != nil {
		return err
	}
	return c.with(func(n *node.Node) error {
		p, err := n.Identity.ByLogin(c.ctx, identity.System(), u.Login)
		if err != nil {
			return err
		}
		if err := n.Identity.SetPassword(c.ctx, identity.System(), p.ID, "", password); err != nil {
			return err
		}
		fmt.Fprintln(c.out, "the password of", p.Name, "is set")
		return nil
	})
}

// secret reads one line from standard input: a password in the arguments would
// be seen by every program on the machine.
func (c *call) secret() (string, error) {
	line, err := bufio.NewReader(c.in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", errors.New("give the password as the first line of standard input")
	}
	return line, nil
}
