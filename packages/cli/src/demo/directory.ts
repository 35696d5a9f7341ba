import { type Network, refusal } from '@accompany/client';
import { type Position, ServiceCategory } from '@accompany/contracts/common/v1/common';
import { AgencyKind } from '@accompany/contracts/directory/v1/types';
import { v5 as uuidv5 } from 'uuid';

const S = ServiceCategory;

type Offer = { readonly name: string; readonly category: ServiceCategory; readonly areas: readonly string[]; readonly places: number };
type DemoAgency = {
  readonly id: string;
  readonly name: string;
  readonly kind: AgencyKind;
  /** Name of the organisation in OSCaR. */
  readonly oscar?: string;
  readonly office: { readonly name: string; readonly area: string };
  readonly offers: readonly Offer[];
};

const siemReap = { name: 'Siem Reap', area: '1710' };
const phnomPenh = { name: 'Phnom Penh', area: '12' };

/** The agencies of the demo and what they offer: made up, apart from the names that public accounts of such work mention. */
export const demoAgencies: readonly DemoAgency[] = [
  {
    id: 'aple',
    name: 'APLE',
    kind: AgencyKind.AGENCY_KIND_NGO,
    office: siemReap,
    offers: [
      { name: 'Legal aid for child victims', category: S.SERVICE_CATEGORY_LEGAL_AID, areas: ['17', '12'], places: 40 },
      { name: 'Victim support and assistance', category: S.SERVICE_CATEGORY_CASE_MANAGEMENT, areas: ['17', '12'], places: 60 },
    ],
  },
  {
    id: 'a21',
    name: 'A21',
    kind: AgencyKind.AGENCY_KIND_NGO,
    office: siemReap,
    offers: [{ name: 'Psycho-emotional treatment', category: S.SERVICE_CATEGORY_PSYCHOSOCIAL, areas: ['17'], places: 25 }],
  },
  {
    id: 'ahtjp-siem-reap',
    name: 'Anti-Human Trafficking and Juvenile Protection, Siem Reap',
    kind: AgencyKind.AGENCY_KIND_POLICE,
    office: siemReap,
    offers: [],
  },
  {
    id: 'dosvy-siem-reap',
    name: 'Department of Social Affairs, Siem Reap',
    kind: AgencyKind.AGENCY_KIND_SOCIAL_AFFAIRS,
    office: siemReap,
    offers: [
      { name: 'Family reunification', category: S.SERVICE_CATEGORY_FAMILY_BASED_CARE, areas: ['17'], places: 30 },
      { name: 'Emergency grants', category: S.SERVICE_CATEGORY_MATERIAL_SUPPORT, areas: ['17'], places: 100 },
    ],
  },
  {
    id: 'dosvy-phnom-penh',
    name: 'Department of Social Affairs, Phnom Penh',
    kind: AgencyKind.AGENCY_KIND_SOCIAL_AFFAIRS,
    office: phnomPenh,
    offers: [],
  },
  // Made up: it runs the programme that ends in account A, whose field office its steps open and close.
  {
    id: 'example-childhood',
    name: 'Example Childhood',
    kind: AgencyKind.AGENCY_KIND_NGO,
    office: phnomPenh,
    offers: [],
  },
  {
    id: 'aim',
    name: 'Agape International Missions',
    kind: AgencyKind.AGENCY_KIND_NGO,
    office: phnomPenh,
    offers: [],
  },
  {
    id: 'hagar',
    name: 'Hagar',
    kind: AgencyKind.AGENCY_KIND_NGO,
    office: phnomPenh,
    offers: [
      { name: 'Shelter', category: S.SERVICE_CATEGORY_SHELTER, areas: ['12'], places: 12 },
      { name: 'Trauma therapy', category: S.SERVICE_CATEGORY_PSYCHOSOCIAL, areas: ['12'], places: 20 },
    ],
  },
  {
    id: 'cif',
    name: 'CIF',
    kind: AgencyKind.AGENCY_KIND_NGO,
    oscar: 'cif',
    office: phnomPenh,
    offers: [{ name: 'Foster care', category: S.SERVICE_CATEGORY_FAMILY_BASED_CARE, areas: ['12'], places: 20 }],
  },
  {
    id: 'oscar-demo',
    name: 'OSCaR demo organisation',
    kind: AgencyKind.AGENCY_KIND_NGO,
    oscar: 'demo',
    office: phnomPenh,
    offers: [{ name: 'Social work', category: S.SERVICE_CATEGORY_CASE_MANAGEMENT, areas: ['12'], places: 20 }],
  },
];

const NAMESPACE = '6c3bd1b2-2f0b-4d2e-9f52-0a4d2e9f5201';
const SINCE = new Date('2022-01-03T02:00:00Z');

/** Whether an agency is complete in the directory: also as an earlier version of the demo, or an operator, left it. */
const isRegistered = async (directory: Network['directory'], { id: agencyId, offers }: DemoAgency): Promise<boolean> => {
  const offices = await directory.getAgency({ agencyId }).then(
    ({ offices: open }) => open.length,
    (error) => {
      if (refusal(error)?.reason === 'AGENCY_UNKNOWN') return 0;
      throw error;
    },
  );
  const { services } = await directory.listServices({ pageSize: 200 });
  return offices > 0 && services.filter((service) => service.agencyId === agencyId).length >= offers.length;
};

/**
 * Registers the demo's agencies, offices and services, as the operator. Request ids follow from the names, so that what was
 * begun is completed and what is there is left as it is. Gives the directory's position after it.
 */
export const registerDemoDirectory = async ({ directory }: Network): Promise<Position | undefined> => {
  let last: Position | undefined;
  const step = (name: string) => ({ requestId: uuidv5(name, NAMESPACE), occurredAt: SINCE });
  for (const agency of demoAgencies) {
    if (await isRegistered(directory, agency)) continue;
    const { id: agencyId, name, kind, oscar, office, offers } = agency;
    const externalReferences = oscar === undefined ? [] : [{ system: 'oscar', id: oscar }];
    const registered = await directory.registerAgency({ ...step(agencyId), agencyId, name, kinds: [kind], externalReferences });
    last = registered.position ?? last;
    const opened = await directory.openOffice({ ...step(`${agencyId}/office`), agencyId, name: office.name, areaCode: office.area });
    last = opened.position ?? last;
    for (const offer of offers) {
      const offered = await directory.offerService({
        ...step(`${agencyId}/${offer.name}`),
        agencyId,
        officeId: opened.officeId,
        name: offer.name,
        category: offer.category,
        areaCodes: [...offer.areas],
        capacity: { places: offer.places, freePlaces: Math.floor(offer.places / 2) },
      });
      last = offered.position ?? last;
    }
  }
  return last;
};
