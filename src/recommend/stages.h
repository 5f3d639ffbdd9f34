// Builds the stages that a recipe names, out of what they need. The one place that knows all of
// them by name.
#pragma once

#include "base/result.h"
#include "catalog/catalog.h"
#include "model/knowledge.h"
#include "platform/queue/fact_log.h"
#include "recommend/listed_videos.h"
#include "recommend/pipeline.h"
#include "recommend/why_memory.h"

namespace soleil {

struct StageParts {
  Catalog& catalog;
  ListedVideos& listed;
  const Knowledge& knowledge;
  FactLog& facts;
  WhyMemory& why;
};

// invalid "bad_recipe": an unknown stage, a weight that a stage needs is missing, or one that none
// reads. What it lets pass can be built.
Result<void> check_stages(const Recipe& recipe);
Result<Stages> build_stages(const Recipe& recipe, const StageParts& parts);

}  // namespace soleil
