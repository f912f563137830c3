package dev.jacobi.vectorize.contract;

/** Loops that are matrix products, as raising leaves them. */
final class ContractPrograms {
    /** double[][] in ijk order. */
    static final String ROWS = """
        f(a:f32[n,m], b:f32[k,p]) {
          c = dim[0] a; e = dim[0] b; f = dim[1] b
          h = full[f32[n,p]] 0.0:f32 c f
          q = map(c, h) { r:i32[], s:f32[n,p] ->
            t = map(f, s) { u:i32[], v:f32[n,p] ->
              w = for(e, 0.0:f32) { x:i32[], y:f32[] -> z = index a r x; aa = index b x u; ab = mul z aa; ac = add y ab; yield ac }
              ad = update v r u w
              yield ad }
            yield t }
          return q }
        """;
    /** The same in ikj order. */
    static final String IKJ = """
        f(a:f64[n,m], b:f64[k,p]) {
          c = dim[0] a; e = dim[0] b; f = dim[1] b
          h = full[f64[n,p]] 0.0:f64 c f
          o = map(c, h) { p:i32[], q:f64[n,p] ->
            r = map(f, q) { s:i32[], t:f64[n,p] ->
              u = index t p s
              v = for(e, u) { w:i32[], x:f64[] -> y = index a p w; z = index b w s; aa = mul y z; ab = add x aa; yield ab }
              ac = update t p s v
              yield ac }
            yield r }
          return o }
        """;
    /** A batch of products of which a is transposed; both are read from their second row on. */
    static final String BATCHES = """
        f(a:f64[g,m,n], b:f64[g,k,p], h:f64[g,n,p], m:i32[]) {
          c = dim[0] a; d = dim[2] a; e = dim[2] b
          o = map(c, h) { b0:i32[], h0:f64[g,n,p] ->
            h3 = map(d, h0) { i:i32[], h1:f64[g,n,p] ->
              h4 = map(e, h1) { j:i32[], h2:f64[g,n,p] ->
                s = for(m, 0.0:f64) { k:i32[], t:f64[] -> l = add k 1:i32; x = index a b0 l i; y = index b b0 l j; z = mul x y; u = add t z; yield u }
                v = update h2 b0 i j s
                yield v }
              yield h4 }
            yield h3 }
          return o }
        """;
    /** Flat arrays with the numbers of rows and columns given, from an offset on. */
    static final String FLAT = """
        f(a:f64[u], b:f64[v], h:f64[w], n:i32[], m:i32[], p:i32[], at:i32[]) {
          o = map(n, h) { i:i32[], h0:f64[w] ->
            r = mul i m; row = add r at
            q = mul i p
            h2 = map(p, h0) { j:i32[], h1:f64[w] ->
              s = for(m, 0.0:f64) { k:i32[], t:f64[] -> l = add row k; x = index a l; c = mul k p; d = add c j; y = index b d; z = mul x y; e = add t z; yield e }
              g = add q j
              v1 = update h1 g s
              yield v1 }
            yield h2 }
          return o }
        """;
    /** A part of larger arrays, in a plane of one of them. */
    static final String PARTS = """
        f(a:f64[u,v,w], b:f64[x,y], h:f64[z,r], n:i32[], m:i32[], p:i32[], at:i32[]) {
          o = map(n, h) { i:i32[], h0:f64[z,r] ->
            row = add i at
            h2 = map(p, h0) { j:i32[], h1:f64[z,r] ->
              s = for(m, 0.0:f64) { k:i32[], t:f64[] -> q = index a at row k; c = add k at; y0 = index b c j; d = mul q y0; e = add t d; yield e }
              v1 = update h1 i j s
              yield v1 }
            yield h2 }
          return o }
        """;
    /** As a gradient has it: twice the elements, both factors transposed, added to what is there. */
    static final String GRADIENT = """
        f(a:f64[u,v], b:f64[x,y], h:f64[z,r], n:i32[], m:i32[], p:i32[], at:i32[]) {
          o = map(n, h) { i:i32[], h0:f64[z,r] ->
            h2 = map(p, h0) { j:i32[], h1:f64[z,r] ->
              s = reduce[?, add](m, 0.0:f64) { k:i32[] -> q = index a k i; q2 = add q q; y0 = index b j k; d = mul q2 y0; yield d }
              old = index h1 i j
              new = add old s
              v1 = update h1 i j new
              yield v1 }
            yield h2 }
          return o }
        """;
    /** Sums that start from what is there, and a check that each row makes before it is read. */
    static final String CHECKED = """
        f(a:i32[u,v], b:i32[x,y], h:i32[z,r], n:i32[], m:i32[], p:i32[], at:i32[]) {
          rows = dim[0] a
          o = map(n, h) { i:i32[], h0:i32[z,r] ->
            ok = lt i rows
            check[index "T.f:1"] ok
            h2 = map(p, h0) { j:i32[], h1:i32[z,r] ->
              old = index h1 i j
              s = for(m, old) { k:i32[], t:i32[] -> q = index a i k; y0 = index b k j; d = mul q y0; e = add t d; yield e }
              v1 = update h1 i j s
              yield v1 }
            yield h2 }
          return o }
        """;

    private ContractPrograms() {
    }
}
