package base

import (
	"errors"
	"strings"
	"testing"
)

func TestWithSlug(t *testing.T) {
	for _, c := range []struct {
		name  string
		taken []string
		want  string
	}{
		{"First wave", nil, "first-wave"},
		{"First wave", []string{"first-wave"}, "first-wave-2"},
		{"First wave", []string{"first-wave", "first-wave-2", "first-wave-3"}, "first-wave-4"},
		{"¿Le funciona el portal, señora?", nil, "le-funciona-el-portal-senora"},
		{"50% & más", nil, "50-and-mas"},
		{"  ", nil, "cohort"},
		{"???", []string{"cohort"}, "cohort-2"},
		{"../../etc/passwd", nil, "etc-passwd"},
		{"患者", nil, "huan-zhe"},
		{strings.Repeat("long ", 30), nil, strings.TrimSuffix(strings.Repeat("long-", 12), "-")},
	} {
		got, err := WithSlug(c.name, "cohort", func(id string) error {
			for _, taken := range c.taken {
				if id == taken {
					return ErrChanged
				}
			}
			return nil
		})
		if got != c.want || err != nil {
			t.Errorf("%q becomes %q (%v), want %q", c.name, got, err, c.want)
		}
	}
}

func TestWithSlugGivesUp(t *testing.T) {
	tries := 0
	_, err := WithSlug("wave", "cohort", func(string) error { tries++; return ErrChanged })
	if !errors.Is(err, ErrChanged) || tries != 1000 {
		t.Errorf("%d tries end in %v", tries, err)
	}
	broken := errors.New("no disk")
	tries = 0
	if _, err := WithSlug("wave", "cohort", func(string) error { tries++; return broken }); !errors.Is(err, broken) || tries != 1 {
		t.Errorf("a fault is tried %d times and answered as %v", tries, err)
	}
}
