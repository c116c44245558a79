package main

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/bson"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
	"go.mongodb.org/mongo-driver/x/mongo/driver/connstring"

	"soundings/server/needs"
)

var demoLines = regexp.MustCompile(`^Soundings listens on http://\S+\nSign in: http://\S+/signin/\w+\nA patient's link: http://\S+/s/[\w-]+\n$`)

// showsDemo checks that a server shows the made-up clinic.
func (s *server) showsDemo(t *testing.T) {
	t.Helper()
	if !demoLines.MatchString(s.out.String()) {
		t.Errorf("printed %q", s.out)
	}
	for _, link := range s.Links {
		if status, body := s.get(t, strings.TrimPrefix(link.URL, s.BaseURL)); status != http.StatusOK {
			t.Errorf("%s answered %d: %s", link.Name, status, body)
		}
	}
	clinic, err := s.app.Cohorts.Clinic(t.Context())
	if err != nil || !clinic.Demo {
		t.Errorf("the clinic is %+v, %v", clinic, err)
	}
}

func TestDemoInAFolderOfItsOwn(t *testing.T) {
	needs.Time(t)
	s := start(t, "--demo")
	s.showsDemo(t)
	data := s.Settings.Data
	if data == defaultData() {
		t.Fatal("it is where real data is")
	}
	s.stop(t)
	if exists(data) {
		t.Errorf("%s is still there", data)
	}
}

func TestDemoBesideRealData(t *testing.T) {
	needs.Time(t)
	at := folder(t)
	s := start(t, at.with()...)
	s.addPeople(t, "real")
	demo := start(t, at.with("--demo")...)
	demo.showsDemo(t)
	if demo.Settings.Data != at.path(demoFolder) {
		t.Errorf("it is in %s", demo.Settings.Data)
	}
	fails(t, 1, "another Soundings is using this data folder", at.with("--demo", "--listen", "127.0.0.1:0")...)
	demo.stop(t)
	start(t, at.with("--demo")...).showsDemo(t) // made anew
	s.hasPeople(t, "real")
	fails(t, 1, "start with --demo", "--listen", "127.0.0.1:0", "--data", copyOf(t, at.path(demoFolder)))
}

// copyOf returns a copy of a data folder that a server may be using.
func copyOf(t *testing.T, folder string) string {
	t.Helper()
	to := t.TempDir()
	for _, file := range []string{databaseFile, secretFile} {
		b, err := os.ReadFile(folder + "/" + file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to+"/"+file, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

func TestDemoTouchesNoRealData(t *testing.T) {
	at := folder(t)
	inside := place{flags: []string{"--data", at.path(demoFolder)}}
	start(t, inside.with()...).stop(t)
	fails(t, 1, "is not a made-up clinic", at.with("--demo", "--listen", "127.0.0.1:0")...)
	start(t, inside.with()...)
}

func TestDemoInMongoDB(t *testing.T) {
	needs.Time(t)
	uri := mongodbURI(t)
	real := start(t, "--mongodb", uri, "--secret", aSecret)
	real.addPeople(t, "real")
	for range 2 {
		s := start(t, "--mongodb", uri, "--demo")
		s.showsDemo(t)
		s.stop(t)
	}
	real.hasPeople(t, "real")

	client, db := demoDatabaseOf(t, uri)
	defer client.Disconnect(t.Context())
	defer db.Drop(t.Context())
	if _, err := db.Collection("settings").UpdateByID(t.Context(), "clinic", bson.D{{Key: "$unset", Value: bson.D{{Key: "demo", Value: 1}}}}); err != nil {
		t.Fatal(err)
	}
	fails(t, 1, "is not of a made-up clinic", "--mongodb", uri, "--demo", "--listen", "127.0.0.1:0")
}

func demoDatabaseOf(t *testing.T, uri string) (*driver.Client, *driver.Database) {
	t.Helper()
	client, err := driver.Connect(t.Context(), options.Client().ApplyURI(uri))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := connstring.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	return client, client.Database(parsed.Database + demoSuffix)
}
