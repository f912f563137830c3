package dev.jacobi.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import dev.jacobi.ir.text.Parser;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RewriteTest {
    /** Passes tell equations apart by their objects: where a check stands twice, one may be proven and the other not. */
    @Test
    void copiesHaveEquationsOfTheirOwn() {
        Func f = Parser.parseModule("f(p:bool[], n:i32[]) { for(n) { i -> check[throw \"T.f:1\"] p; yield }; for(n) { j -> yield }; return n }").get("f");
        var b = new Builder(Regions.firstFreeId(f));
        Eqn loop = f.body().get(0);
        List<Eqn> twice = List.of(loop, new Rewrite(b).copy(loop), f.body().get(1), new Rewrite(b).copy(f.body().get(1)));
        Set<Eqn> all = Collections.newSetFromMap(new IdentityHashMap<>());
        Regions.each(twice, all::add);
        assertEquals(6, all.size());
        assertNotSame(loop, twice.get(1));
    }
}
