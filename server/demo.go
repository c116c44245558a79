package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"go.mongodb.org/mongo-driver/bson"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
	"go.mongodb.org/mongo-driver/x/mongo/driver/connstring"

	"soundings/server/demo"
	"soundings/server/store/bolt"
)

// The made-up clinic never lies where real data does: embedded in a folder of its own, in MongoDB in a database whose
// name ends in _demo. Both are made anew at each start, and both are looked at first: what is not a made-up clinic is
// not touched.
const (
	demoFolder = "demo"
	demoMark   = "made-up-clinic" // a file that says what the folder is
	demoSuffix = "_demo"
)

// prepareDemo turns the settings to the place of a made-up clinic and empties it.
func (m *Main) prepareDemo(ctx context.Context) error {
	s := &m.Settings
	switch {
	case s.MongoDB != "":
		if s.Secret == "" {
			var err error
			if s.Secret, err = newSecret(m.Rand); err != nil { // the data lives as long as the secret
				return err
			}
		}
		return m.prepareDemoDatabase(ctx)
	case s.Data == defaultData():
		folder, err := os.MkdirTemp("", "soundings-demo-")
		if err != nil {
			return fmt.Errorf("making a folder for the made-up clinic: %w", err)
		}
		s.Data = folder
		m.onClose(func(context.Context) error { return os.RemoveAll(folder) })
		return nil
	default:
		s.Data = filepath.Join(s.Data, demoFolder)
		return emptyDemoFolder(ctx, s.Data)
	}
}

// emptyDemoFolder makes the folder, or removes the clinic of the start before from it.
func emptyDemoFolder(ctx context.Context, folder string) error {
	if err := makeFolder(folder); err != nil {
		return err
	}
	path, mark := filepath.Join(folder, databaseFile), filepath.Join(folder, demoMark)
	if exists(path) {
		if !exists(mark) {
			return fmt.Errorf("%s has a database that is not a made-up clinic: name another folder with --data (SOUNDINGS_DATA)", folder)
		}
		db, err := bolt.Open(ctx, bolt.Options{Path: path}) // nobody else has it open
		if err != nil {
			return fmt.Errorf("emptying the folder of the made-up clinic: %w", err)
		}
		if err := errors.Join(db.Close(ctx), os.Remove(path)); err != nil {
			return fmt.Errorf("emptying the folder of the made-up clinic: %w", err)
		}
	}
	if err := os.WriteFile(mark, []byte("The database in this folder is a made-up clinic. It is removed at the next start with --demo.\n"), 0o600); err != nil {
		return fmt.Errorf("marking the folder of the made-up clinic: %w", err)
	}
	return nil
}

// prepareDemoDatabase drops the database of the clinic of the start before.
func (m *Main) prepareDemoDatabase(ctx context.Context) error {
	uri, err := connstring.ParseAndValidate(m.Settings.MongoDB)
	if err != nil {
		return checkURI("--mongodb", "")
	}
	m.demoDatabase = uri.Database + demoSuffix
	if uri.Database == "" {
		m.demoDatabase = "soundings" + demoSuffix
	}
	// Opening it says in plain words what may be wrong with the server.
	db, err := openMongoDB(ctx, m.Settings.MongoDB, m.demoDatabase, "", m.log)
	if err != nil {
		return err
	}
	if err := db.Close(ctx); err != nil {
		return fmt.Errorf("closing the database: %w", err)
	}
	client, err := driver.Connect(ctx, options.Client().ApplyURI(m.Settings.MongoDB))
	if err != nil {
		return errors.New("dropping the made-up clinic of the last start: MongoDB cannot be connected to")
	}
	err = dropDemo(ctx, client.Database(m.demoDatabase))
	return errors.Join(err, client.Disconnect(ctx))
}

func dropDemo(ctx context.Context, db *driver.Database) error {
	clinics, err := db.Collection("settings").CountDocuments(ctx, bson.D{{Key: "_id", Value: "clinic"}, {Key: "demo", Value: bson.D{{Key: "$ne", Value: true}}}})
	switch {
	case err != nil:
		return fmt.Errorf("looking at the made-up clinic of the last start: %w", err)
	case clinics > 0:
		return fmt.Errorf("the database %s is not of a made-up clinic: name another one in --mongodb (SOUNDINGS_MONGODB)", db.Name())
	}
	if err := db.Drop(ctx); err != nil {
		return fmt.Errorf("dropping the made-up clinic of the last start: %w", err)
	}
	return nil
}

// seed fills the empty database with the made-up clinic.
func (m *Main) seed(ctx context.Context, a *app) error {
	made, err := demo.Seed(ctx, a.Services, m.Now())
	if err != nil {
		return fmt.Errorf("making up the clinic: %w", err)
	}
	a.demo = made
	return nil
}

// demoLinks returns the links with which somebody begins to look around.
func (a *app) demoLinks(baseURL string) []Link {
	return []Link{
		{"Sign in", baseURL + "/signin/" + a.Accounts.SignInLink(a.demo.Manager.ID)},
		{"A patient's link", baseURL + "/s/" + a.demo.PatientToken},
	}
}
