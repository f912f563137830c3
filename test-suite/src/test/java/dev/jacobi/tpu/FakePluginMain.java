// TpuKernels with a plugin that is a table of functions for tests, one of which fails.
package dev.jacobi.tpu;

import dev.jacobi.pjrt.fake.FakePlugin;
import java.lang.ref.Reference;

/** Arguments: what the plugin says its platform is, the function that fails, with which code. */
final class FakePluginMain {
    private FakePluginMain() {
    }

    public static void main(String[] args) {
        FakePlugin plugin = new FakePlugin().platform(args[0]).failing(args[1], Integer.parseInt(args[2]));
        System.setProperty("jacobi.pjrt.plugin", plugin.name());
        TpuProgramMain.main(new String[0]);
        Reference.reachabilityFence(plugin);
    }
}
