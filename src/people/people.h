// People: everything that main builds of this stage, in the order in which its parts need each
// other.
#pragma once

#include "base/attempts.h"
#include "people/accounts.h"
#include "people/control_book.h"
#include "people/duties.h"
#include "people/follows.h"
#include "people/guests.h"
#include "people/likes.h"
#include "people/limits.h"
#include "people/passwords.h"
#include "people/reports.h"
#include "people/sessions.h"

namespace soleil {

struct People {
  // guest_key: a secret of this server that stays the same over restarts.
  People(Database& database, Catalog& catalog, KeyRing& keys, const Clock& clock, Random& random,
         IdMaker& ids, const PeopleLimits& given, std::string guest_key, FactSink facts)
      : limits(given),
        passwords(given),
        ring(keys),
        guests(std::move(guest_key), ids),
        sessions(database, keys, clock, random, ids, given),
        accounts(database, catalog, keys, clock, random, ids, passwords, given),
        follows(database, accounts, clock, given),
        facts(std::move(facts)),
        likes(database, catalog, clock, this->facts),
        reports(database, catalog, keys, clock, ids, given),
        controls(database, keys, clock, given),
        duties(database, clock),
        sign_ins(clock, given.sign_ins_burst, given.sign_in_every_ms),
        address_sign_ins(clock, given.address_sign_ins_burst, given.address_sign_in_every_ms),
        registrations(clock, given.registrations_burst, given.registration_every_ms),
        address_reports(clock, given.reports_burst, given.report_every_ms),
        address_controls(clock, given.controls_burst, given.control_every_ms) {}

  Result<void> open() { return controls.open(); }  // once, before anything else
  Result<void> sweep() {                           // what is over; every hour or so
    SOLEIL_TRY(sessions.sweep());
    SOLEIL_TRY(accounts.sweep());
    SOLEIL_TRY(controls.sweep());
    return ring.sweep();
  }

  const PeopleLimits limits;
  const Passwords passwords;
  KeyRing& ring;  // what is private goes into the database through it
  const Guests guests;
  Sessions sessions;
  Accounts accounts;
  Follows follows;
  const FactSink facts;  // to learning
  Likes likes;
  Reports reports;
  ControlBook controls;
  Duties duties;
  Attempts sign_ins, address_sign_ins, registrations, address_reports, address_controls;
};

}  // namespace soleil
