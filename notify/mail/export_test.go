package mail

import "heard/notify"

// Compose is what Send puts together.
func Compose(p *Provider, t notify.Text) ([]byte, error) {
	l, err := p.compose(t)
	return l.body, err
}
