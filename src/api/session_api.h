// /api/v1/session, /sessions: signing in and out, and where one is signed in.
#pragma once

#include <vector>

#include "api/parts.h"

namespace soleil {

std::vector<Route> session_routes(const ApiParts& parts);

// Signs the account in on this browser: a new session, its cookie, and the Session as body.
Result<Response> sign_in_answer(const ApiParts& parts, const Request& request,
                                const Account& account, int status);
// The Session as JSON.
Result<json::object> session_json(const ApiParts& parts, const Viewer& viewer);
// 429 with the time to wait.
Response too_many_attempts(int64_t wait_ms);

}  // namespace soleil
