package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/tlog"
)

type proofCase struct {
	Kind, Change string
	Number, Size uint64
	Given, Root  string
	Proof        []string
	Accepted     bool // by Soleil
}

func decode(text string) []byte {
	b, err := base64.StdEncoding.DecodeString(text)
	must(err)
	return b
}

func hashOf(text string) (h tlog.Hash) {
	copy(h[:], decode(text))
	return
}

// Verdicts of transparency-dev/merkle and of Go's tlog.
func judge(c proofCase) (bool, bool) {
	var raw [][]byte
	var hashes []tlog.Hash
	for _, h := range c.Proof {
		raw = append(raw, decode(h))
		hashes = append(hashes, hashOf(h))
	}
	size, number := int64(c.Size), int64(c.Number)
	if c.Kind == "inclusion" {
		a := proof.VerifyInclusion(rfc6962.DefaultHasher, c.Number, c.Size, decode(c.Given), raw, decode(c.Root))
		b := tlog.CheckRecord(tlog.RecordProof(hashes), size, hashOf(c.Root), number, hashOf(c.Given))
		return a == nil, b == nil
	}
	a := proof.VerifyConsistency(rfc6962.DefaultHasher, c.Number, c.Size, raw, decode(c.Given), decode(c.Root))
	b := tlog.CheckTree(tlog.TreeProof(hashes), size, hashOf(c.Root), number, hashOf(c.Given))
	return a == nil, b == nil
}

func judgeCases(in io.Reader) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	agreed, total := 0, 0
	for lines.Scan() {
		var c proofCase
		must(json.Unmarshal(lines.Bytes(), &c))
		merkle, sumdb := judge(c)
		total++
		if merkle == c.Accepted && sumdb == c.Accepted {
			agreed++
		} else {
			fmt.Println("disagree:", lines.Text(), merkle, sumdb)
		}
	}
	fmt.Printf("cases %d %d\n", agreed, total)
}
