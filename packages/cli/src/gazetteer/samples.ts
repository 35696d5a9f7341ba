/** A gazetteer of places that do not exist, out of order, for the tests. */
export const MADE_UP = `code,parent_code,name_km,name_latin,unit_km,unit_latin,unit_en
90,,ខេត្តសាកល្បង,"Made-Up, the ""Province""",ខេត្ត,Khaet,Province
90010101,900101,ភូមិសាកល្បង,Made-Up Village,ភូមិ,Phum,Village
9001,90,ស្រុកសាកល្បង,Made-Up District,ស្រុក,Srok,District
09,,ខេត្តទីពីរ,Second Example,ខេត្ត,Khaet,Province
900101,9001,ឃុំសាកល្បង,Made-Up Commune,ឃុំ,Khum,Commune
`;
