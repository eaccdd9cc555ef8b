#include <stdexcept>

#include "base/parallel.hpp"
#include "catch.hpp"

using namespace whylocked;

TEST_CASE("items leave in order on any number of threads") {
  for (const unsigned threads : {1u, 2u, 5u}) {
    std::vector<std::size_t> left, begun(threads);
    parallel_in_order(200, threads, [&](std::size_t item, unsigned thread, const auto& my_turn) {
      ++begun.at(thread);
      if (item % 3 == 0) return;  // never takes its turn
      my_turn();
      left.push_back(item);
      my_turn();
      left.push_back(item);
    });
    std::vector<std::size_t> expected;
    for (std::size_t item = 0; item < 200; ++item)
      if (item % 3 != 0) expected.insert(expected.end(), 2, item);
    CAPTURE(threads);
    CHECK(left == expected);
  }
}

TEST_CASE("a failure releases the waiting items and is thrown once") {
  for (const unsigned threads : {1u, 3u}) {
    std::size_t left = 0;
    CAPTURE(threads);
    CHECK_THROWS_AS(parallel_in_order(50, threads,
                                      [&](std::size_t item, unsigned, const auto& my_turn) {
                                        if (item == 7) throw std::runtime_error("item 7");
                                        my_turn();
                                        left = item;
                                      }),
                    std::runtime_error);
    CHECK(left < 7);
  }
  parallel_in_order(0, 4, [](std::size_t, unsigned, const auto&) { FAIL("there is no item"); });
}
