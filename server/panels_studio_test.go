package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"soundings/server/needs"
)

// panelsFolder holds the page that draws dashboards by Grafana's own components.
const panelsFolder = "../metrics/grafana/testdata/panels"

// panelsPackages returns a folder with the page's sources and what npm installs for them. It is kept from one run to the next,
// for as long as the list of packages is the same.
func panelsPackages(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"node", "npm"} {
		if _, err := exec.LookPath(name); err != nil {
			needs.Missing(t, "needs Node.js: there is no "+name)
		}
	}
	lock, err := os.ReadFile(filepath.Join(panelsFolder, "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	cache := os.Getenv("SOUNDINGS_TEST_CACHE")
	if cache == "" {
		home, err := os.UserCacheDir()
		if err != nil {
			t.Fatal(err)
		}
		cache = filepath.Join(home, "soundings-ci")
	}
	sum := sha256.Sum256(lock)
	folder := filepath.Join(cache, "panels-"+hex.EncodeToString(sum[:6]))
	if _, err := os.Stat(filepath.Join(folder, "node_modules")); err == nil {
		return folder
	}
	made, err := os.MkdirTemp(mkdir(t, cache), "panels-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(made)
	for _, name := range []string{"package.json", "package-lock.json", ".npmrc"} {
		text, err := os.ReadFile(filepath.Join(panelsFolder, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(made, name), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	install := exec.CommandContext(t.Context(), "npm", "ci", "--ignore-scripts")
	install.Dir = made
	if out, err := install.CombinedOutput(); err != nil {
		needs.Missing(t, "needs the npm registry: "+string(out))
	}
	if err := os.Rename(made, folder); err != nil && !os.IsExist(err) {
		t.Fatal(err)
	}
	return folder
}

func mkdir(t *testing.T, folder string) string {
	t.Helper()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	return folder
}

// panelsPage makes the page.
func panelsPage(t *testing.T) string {
	t.Helper()
	packages, source, out := panelsPackages(t), t.TempDir(), t.TempDir()
	if err := os.CopyFS(source, os.DirFS(panelsFolder)); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(packages, "node_modules"), filepath.Join(source, "node_modules")); err != nil {
		t.Fatal(err)
	}
	node := exec.CommandContext(t.Context(), "node", "build.mjs", out)
	node.Dir = source
	if out, err := node.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return out
}

// studio is where dashboards are drawn.
type studio struct {
	url      string
	browser  context.Context
	pictures string // the folder for them; empty: none are taken
}

// startStudio serves the page, the dashboards as they are checked in, and each Prometheus by its name, and opens a browser.
func startStudio(t *testing.T, sources map[string]*scraper) *studio {
	t.Helper()
	ctx := browserFor(t, 30*time.Minute)
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServer(http.Dir(panelsPage(t))))
	mux.Handle("GET /dashboards/", http.StripPrefix("/dashboards/", http.FileServer(http.Dir(dashboardsFolder()))))
	for name, source := range sources {
		at, err := url.Parse(source.url)
		if err != nil {
			t.Fatal(err)
		}
		mux.Handle("POST /prometheus/"+name+"/", http.StripPrefix("/prometheus/"+name, httputil.NewSingleHostReverseProxy(at)))
	}
	served := httptest.NewServer(mux)
	t.Cleanup(served.Close)
	if err := chromedp.Do(ctx, withScript); err != nil {
		t.Fatal(err)
	}
	pictures := os.Getenv("SOUNDINGS_TEST_PICTURES")
	if pictures != "" {
		mkdir(t, pictures)
	}
	return &studio{served.URL, ctx, pictures}
}

func dashboardsFolder() string {
	return filepath.Join(filepath.Dir(filepath.Dir(panelsFolder)), "dashboards")
}

// view is one look at a dashboard.
type view struct {
	dashboard, source, theme string
	span                     string // as 60d; empty: the dashboard's own
	until                    time.Time
	width                    int
	open                     bool       // the rows that are folded too
	killed                   bool       // the server that is scraped
	panel                    int        // this one alone
	chosen                   url.Values // what the variables are set to
}

// name returns the name of its picture.
func (v view) name() string {
	name := fmt.Sprintf("%s-%s-%s-%d", v.dashboard, v.source, v.theme, v.width)
	if v.span != "" {
		name += "-" + v.span
	}
	if v.killed {
		name += "-killed"
	}
	if v.open {
		name += "-open"
	}
	if v.panel != 0 {
		name += fmt.Sprintf("-panel-%d", v.panel)
	}
	return name
}

// height is that of the window: what lies below it a table does not draw.
func (v view) height() int64 {
	if v.open {
		return 5000
	}
	return 900
}

func (v view) query() string {
	q := url.Values{"dashboard": {v.dashboard}, "source": {v.source}, "theme": {v.theme}}
	for name, values := range v.chosen {
		q["var-"+name] = values
	}
	if v.span != "" {
		q.Set("range", v.span)
	}
	if !v.until.IsZero() {
		q.Set("to", strconv.FormatInt(v.until.UnixMilli(), 10))
	}
	if v.open {
		q.Set("rows", "open")
	}
	if v.panel != 0 {
		q.Set("panel", strconv.Itoa(v.panel))
	}
	return q.Encode()
}

// seen is what a drawn dashboard says of itself.
type seen struct {
	Panels    []panelSaid
	Marks     []markSaid
	Variables []struct{ Name, Text, Error, Asked string }
	Links     []linkSaid
	Errors    []string
	NotDrawn  []string
	Range     string
}

type panelSaid struct {
	ID                                int
	Title, Type, Error, NoValue, Says string
	Step                              float64
	Exprs                             []string
	Empty                             bool
	Items                             []itemSaid
	Links                             []linkSaid
	Marks                             []struct {
		Mark, Title string
		Time        int64
		X           int
	}
	Texts []textSaid
}

// itemSaid is a line, a number, a bar or a cell.
type itemSaid struct {
	Name, Column, Text, Color string
	Contrast                  *float64
	Thin, Missing             bool
	Points                    int
	Thresholds                []struct {
		Color    string
		Contrast float64
	}
	Links []linkSaid
}

type linkSaid struct{ Title, Href string }

type textSaid struct {
	Text, Color string
	Size, Least float64
	Cut         bool
}

type markSaid struct {
	Name, Error  string
	Step         float64
	Enable, Hide bool
	Contrast     float64
	Events       []struct {
		Time   int64
		Title  string
		Labels map[string]string
	}
}

// draw draws a dashboard, takes its picture if they are wanted, and returns what it says.
func (s *studio) draw(t *testing.T, v view) seen {
	t.Helper()
	err := chromedp.Do(s.browser, chromedp.EmulateViewport(int64(v.width), v.height()), chromedp.Navigate(s.url+"/?"+v.query()))
	if err != nil {
		t.Fatalf("%s: %v", v.name(), err)
	}
	text, err := chromedp.Run(s.browser, chromedp.Poll[string]("window.said && JSON.stringify(window.said)", chromedp.WithPollingTimeout(2*time.Minute)))
	if err != nil {
		t.Fatalf("%s: %v", v.name(), err)
	}
	var got seen
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("%s: %v", v.name(), err)
	}
	got.checkDrawn(t, v)
	if s.pictures != "" {
		s.picture(t, v, text)
	}
	return got
}

// checkDrawn checks that the page and everything that it asked of Prometheus went well.
func (d seen) checkDrawn(t *testing.T, v view) {
	t.Helper()
	for _, e := range d.Errors {
		t.Errorf("%s: %s", v.name(), e)
	}
	for _, name := range d.Variables {
		if name.Error != "" {
			t.Errorf("%s: variable %s: %s", v.name(), name.Name, name.Error)
		}
	}
	for _, m := range d.Marks {
		if m.Error != "" {
			t.Errorf("%s: mark %s: %s", v.name(), m.Name, m.Error)
		}
	}
	for _, p := range d.Panels {
		if p.Error != "" {
			t.Errorf("%s: %s: %s", v.name(), p.Title, p.Error)
		}
	}
	if len(d.Panels) == 0 {
		t.Errorf("%s has no panels", v.name())
	}
}

// picture keeps what a page looks like and what it says.
func (s *studio) picture(t *testing.T, v view, text string) {
	t.Helper()
	image, err := chromedp.Run(s.browser, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatalf("%s: %v", v.name(), err)
	}
	for ending, content := range map[string][]byte{".png": image, ".json": []byte(text)} {
		if err := os.WriteFile(filepath.Join(s.pictures, v.name()+ending), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
