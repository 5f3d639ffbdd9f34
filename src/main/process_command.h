// soleil process FILE --out FOLDER: one file through the media pipeline, without a server.
#pragma once

#include <string>
#include <vector>

namespace soleil {

// Exit status: 0 published, 3 refused (the reason on stdout), 1 failed.
int process_command(const std::vector<std::string>& arguments);

}  // namespace soleil
