package dev.jacobi.site;

import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import dev.jacobi.woven.PrologueLinker;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;

/** Links prologues to the {@link MethodSite}s of a dispatcher. */
record SiteLinker(Dispatcher dispatcher) implements PrologueLinker {
    @Override
    public CallSite on(MethodHandles.Lookup lookup, String name, String desc) {
        return dispatcher.sites(lookup, name, desc).on();
    }

    @Override
    public CallSite call(MethodHandles.Lookup lookup, String name, String desc) {
        return dispatcher.sites(lookup, name, desc).call();
    }

    @Override
    public void say(String sentence) {
        if (dispatcher.options().log() != Options.Log.OFF) {
            Log.warn(sentence);
        }
    }
}
