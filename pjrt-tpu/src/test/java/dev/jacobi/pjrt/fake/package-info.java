/**
 * A plugin for tests, which needs no device and is not in the agent's jar: {@link dev.jacobi.pjrt.fake.FakePlugin} is a table of functions that do next to nothing, each of which can be made to fail.
 */
package dev.jacobi.pjrt.fake;
