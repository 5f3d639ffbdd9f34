package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A cosigner of kind 0x04 (c2sp.org/tlog-cosignature), which sumdb/note does not know.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.id }
func (c *cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(c.key, append([]byte(head), msg...), sig[8:])
}

func parseCosigner(text string) (*cosigner, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("bad witness key")
	}
	key := decode(parts[2])
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	id, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil || len(key) != 33 || key[0] != 4 || binary.BigEndian.Uint32(sum[:]) != uint32(id) {
		return nil, errors.New("bad witness key")
	}
	return &cosigner{parts[0], uint32(id), key[1:]}, nil
}

type trust struct {
	logs, witnesses []note.Verifier
	quorum          int
}

func readTrust(path string, quorum int) trust {
	out := trust{quorum: quorum}
	for _, line := range strings.Split(read(path), "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) >= 2 && words[0] == "log":
			v, err := note.NewVerifier(words[1])
			must(err)
			out.logs = append(out.logs, v)
		case len(words) >= 3 && words[0] == "witness":
			v, err := parseCosigner(words[2])
			must(err)
			out.witnesses = append(out.witnesses, v)
		}
	}
	return out
}

func read(path string) string {
	b, err := os.ReadFile(path)
	must(err)
	return string(b)
}

func openCheckpoint(path string, by trust) tlog.Tree {
	n, err := note.Open([]byte(read(path)), note.VerifierList(append(by.logs, by.witnesses...)...))
	must(err)
	lines := strings.SplitN(n.Text, "\n", 4)
	signed := false
	cosigned := map[string]bool{}
	for _, sig := range n.Sigs {
		for _, l := range by.logs {
			signed = signed || (l.Name() == lines[0] && l.Name() == sig.Name && l.KeyHash() == sig.Hash)
		}
		for _, w := range by.witnesses {
			if w.Name() == sig.Name && w.KeyHash() == sig.Hash {
				cosigned[sig.Name] = true
			}
		}
	}
	if !signed {
		must(errors.New("not signed by the log of this origin"))
	}
	if len(cosigned) < by.quorum {
		must(fmt.Errorf("only %d witnesses", len(cosigned)))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: root}
}

type folder string

func (d folder) Height() int                         { return 8 }
func (d folder) SaveTiles(t []tlog.Tile, b [][]byte) {}
func (d folder) ReadTiles(tiles []tlog.Tile) (out [][]byte, err error) {
	for _, t := range tiles {
		b, err := os.ReadFile(filepath.Join(string(d), "tile", strings.TrimPrefix(t.Path(), "tile/8/")))
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

// The root hash over every entry of the log.
func rehash(dir string, size int64) (tlog.Hash, tlog.HashReader) {
	var all []tlog.Hash
	stored := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			out[i] = all[x]
		}
		return out, nil
	})
	for n, bundle := int64(0), int64(0); n < size; bundle++ {
		t := tlog.Tile{H: 8, L: -1, N: bundle, W: 256}
		if size-n < 256 {
			t.W = int(size - n)
		}
		data := []byte(read(filepath.Join(dir, "tile", "entries", strings.TrimPrefix(t.Path(), "tile/8/data/"))))
		for i := 0; i < t.W; i++ {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				must(errors.New("bundle too short"))
			}
			end := 2 + int(binary.BigEndian.Uint16(data))
			hashes, err := tlog.StoredHashes(n, data[2:end], stored)
			must(err)
			all = append(all, hashes...)
			data = data[end:]
			n++
		}
		if len(data) != 0 {
			must(errors.New("bundle too long"))
		}
	}
	root, err := tlog.TreeHash(size, stored)
	must(err)
	return root, stored
}

func audit(dir, policy string, quorum int, oldPath string) {
	by := readTrust(policy, quorum)
	tree := openCheckpoint(filepath.Join(dir, "checkpoint"), by)
	root, stored := rehash(dir, tree.N)
	if root != tree.Hash {
		must(errors.New("the entries have another root"))
	}
	tiles := tlog.TileHashReader(tree, folder(dir))
	for index := int64(0); index < tree.N; index += 1 + tree.N/97 {
		p, err := tlog.ProveRecord(tree.N, index, tiles)
		must(err)
		leaf, err := stored.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		must(err)
		must(tlog.CheckRecord(p, tree.N, tree.Hash, index, leaf[0]))
	}
	if oldPath != "" {
		old := openCheckpoint(oldPath, by)
		if old.N > tree.N {
			must(errors.New("the log has shrunk"))
		}
		p, err := tlog.ProveTree(tree.N, old.N, tiles)
		must(err)
		must(tlog.CheckTree(p, tree.N, tree.Hash, old.N, old.Hash))
	}
	fmt.Printf("accepted %d\n", tree.N)
}
