// The web client's files and the pages that unfurl: / and every client route (the app's
// index.html), /v/{id} with OpenGraph, JSON-LD, canonical and oEmbed links, /embed/{id} (a bare
// player for other sites), /oembed (oEmbed 1.0). Files are read once at start: hashed names are
// immutable, a .gz beside a file is sent to who accepts it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "api/media_signer.h"
#include "catalog/catalog.h"
#include "net/server.h"

namespace soleil {

struct SiteInfo {
  std::string name;
  std::string public_url;  // no slash at the end
};

// What another site shows of a link to a page of the client.
struct ShareCard {
  std::string path, title, description;
};

class WebPages {
 public:
  // not_found when the folder has no index.html: build the client first.
  static Result<std::unique_ptr<WebPages>> load(const std::string& folder, SiteInfo site,
                                                const Catalog& catalog, const MediaSigner& signer);
  std::vector<Route> routes() const;
  // The client, with what unfurls a link to one of its pages.
  Response card(const ShareCard& card) const;

 private:
  struct File {
    std::string bytes, gzip, type, etag;
    bool immutable = false;
  };
  WebPages(SiteInfo site, const Catalog& catalog, const MediaSigner& signer)
      : site_(std::move(site)), catalog_(catalog), signer_(signer) {}
  Response file(const Request& request) const;
  Response client_page(int status, const std::string& title, const std::string& head) const;
  Response video_page(const Request& request) const;
  Response embed_page(const Request& request) const;
  Response oembed(const Request& request) const;
  std::string address(const Video& video, const std::string& file) const;  // "" for no file
  std::string head_of(const Video& video) const;
  std::string tracks_of(const Video& video) const;
  VideoPtr visible(std::string_view id_text) const;

  const SiteInfo site_;
  const Catalog& catalog_;
  const MediaSigner& signer_;
  std::map<std::string, File> files_;
};

// Security headers of every answer; `embeddable` for /embed.
void set_security_headers(const Request& request, Response& response, bool https);

}  // namespace soleil
