package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.jvm.Initialised;
import dev.jacobi.options.OptionParser;
import dev.jacobi.options.Options;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.Registry;
import dev.jacobi.woven.Deopt;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;

/** Makes sites of the methods of a test class, and handles that call them as the prologue does. */
abstract class SiteFixture {
    final Registry registry = new Registry();

    static Options options(String args) {
        var parsed = OptionParser.parse(args, new Properties(), Map.of());
        assertTrue(parsed.warnings().isEmpty());
        return parsed.options();
    }

    final MethodSite site(String options, String name) {
        return site(new Dispatcher(options(options), registry, null, Initialised.byForce(), Engine.ofProcess().resources()), name);
    }

    /** Of a method of the test class, which need not be public. */
    final MethodSite site(Dispatcher dispatcher, String name) {
        var m = Arrays.stream(getClass().getDeclaredMethods()).filter(x -> x.getName().equals(name)).findFirst().orElseThrow();
        String desc = MethodType.methodType(m.getReturnType(), m.getParameterTypes()).toMethodDescriptorString();
        return dispatcher.site(lookup(), name, desc);
    }

    private MethodHandles.Lookup lookup() {
        try {
            return MethodHandles.privateLookupIn(getClass(), MethodHandles.lookup());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    static MethodHandle prologue(MethodSite s) throws ReflectiveOperationException {
        MethodHandle guarded = MethodHandles.catchException(s.sites().call().dynamicInvoker(), Deopt.class,
            MethodHandles.dropArguments(s.original(), 0, Deopt.class));
        return MethodHandles.guardWithTest(s.sites().on().dynamicInvoker(), guarded, s.original());
    }

    final MethodStats stats(String name) {
        return registry.methods().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
    }
}
